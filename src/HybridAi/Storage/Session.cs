using System.Data.Common;

namespace HybridAi.Storage;

/// <summary>One connection, used by one caller after another. Its commands are kept, so that each is parsed once.</summary>
internal sealed class Session(DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private DbTransaction? _transaction;

    /// <summary>Begins a transaction. One that fails is left to the end of the session, which rolls it back.</summary>
    public async Task BeginAsync() => _transaction = await connection.BeginTransactionAsync();

    public async Task CommitAsync()
    {
        await _transaction!.CommitAsync();
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    /// <summary>Executes a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Command(sql, values).ExecuteNonQueryAsync();

    /// <summary>The first row of what a statement returns; the default where there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
        => FirstAsync(Command(sql, values), read);

    /// <summary>The rows that a query returns.</summary>
    public async Task<List<T>> AllAsync<T>(string sql, Func<DbDataReader, T> read, (string Name, object? Value)[] values)
    {
        var all = new List<T>();
        await using var rows = await Command(sql, values).ExecuteReaderAsync();
        while (await rows.ReadAsync()) all.Add(read(rows));
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values) await command.DisposeAsync();
        try
        {
            if (_transaction is not null) await _transaction.DisposeAsync();
        }
        catch (DbException)
        {
            // Given up by the database itself, or its connection is gone: the failure that led here is what the caller hears of.
        }

        await connection.DisposeAsync();
    }

    private static async Task<T?> FirstAsync<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? read(rows) : default;
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            _commands.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = ColumnTypes.InColumn(values[i].Value);
        return command;
    }
}
