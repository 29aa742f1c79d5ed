using System.Data.Common;

namespace HybridAi.Storage;

/// <summary>
/// A transaction that is rolled back unless it was committed. On a full disk SQLite gives a transaction up by itself; that there is nothing left
/// to roll back must not hide the failure that is on its way to the caller.
/// </summary>
public sealed class WriteTransaction : IAsyncDisposable
{
    private WriteTransaction(DbTransaction inner) => Inner = inner;

    /// <summary>The provider's transaction, for statements that belong to it.</summary>
    public DbTransaction Inner { get; }

    /// <summary>Begins a transaction on an open connection.</summary>
    public static async Task<WriteTransaction> BeginAsync(DbConnection connection, CancellationToken cancellation)
        => new(await connection.BeginTransactionAsync(cancellation));

    /// <summary>Makes all that was written stand.</summary>
    public Task CommitAsync(CancellationToken cancellation) => Inner.CommitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Inner.DisposeAsync();
        }
        catch (DbException)
        {
            // Given up already: see above. The caller closes the connection next, and with it whatever was left.
        }
    }
}
