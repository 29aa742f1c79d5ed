using System.Collections.Concurrent;
using System.Data.Common;

namespace HybridAi.Storage;

/// <summary>The frequent small reads of a database: over sessions that are kept, where opening one costs more than the read itself.</summary>
public sealed class SharedReads : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<DbConnection>> _open;
    private readonly ConcurrentBag<Session> _idle = [];
    private readonly bool _keepsOpen;

    /// <summary>The reads of a database.</summary>
    /// <param name="open">Opens a connection.</param>
    /// <param name="keepsOpen">Whether sessions are kept, until this is disposed of.</param>
    internal SharedReads(Func<CancellationToken, Task<DbConnection>> open, bool keepsOpen) => (_open, _keepsOpen) = (open, keepsOpen);

    /// <summary>The rows that a query returns. Parameters are named once for each query and come in one order.</summary>
    internal async Task<List<T>> AllAsync<T>(
        string sql, Func<DbDataReader, T> read, (string Name, object? Value)[] values, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_idle.TryTake(out var session)) session = new Session(await _open(cancellation));
        var sound = false;
        try
        {
            var rows = await session.AllAsync(sql, read, values);
            sound = true;
            return rows;
        }
        finally
        {
            if (sound && _keepsOpen) _idle.Add(session);
            else await session.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session)) await session.DisposeAsync();
    }
}
