using System.Data.Common;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>
/// One change of a project's review state. Handing out, taking in and planning hold the project's line in <c>review_plans</c> until they end, so of
/// those that come at once each sees what the one before it did, in every process and on both databases.
/// </summary>
internal sealed class ReviewTransaction : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly WriteTransaction _transaction;

    private ReviewTransaction(DbConnection connection, WriteTransaction transaction, string project)
        => (_connection, _transaction, Project) = (connection, transaction, project);

    /// <summary>The project's name.</summary>
    public string Project { get; }

    public static async Task<ReviewTransaction> BeginAsync(IDatabase database, string project, CancellationToken cancellation)
    {
        var connection = await database.OpenAsync(cancellation);
        try
        {
            var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
            var work = new ReviewTransaction(connection, transaction, project);
            await work.ExecuteAsync(
                "INSERT INTO review_plans (project, mark) VALUES (@project, '') ON CONFLICT (project) DO UPDATE SET project = excluded.project",
                new { project }, cancellation);
            return work;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellation)
        => _connection.ExecuteAsync(new CommandDefinition(sql, parameters, _transaction.Inner, cancellationToken: cancellation));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellation)
        => (await _connection.QueryAsync<T>(new CommandDefinition(sql, parameters, _transaction.Inner, cancellationToken: cancellation))).AsList();

    public Task<T?> FirstAsync<T>(string sql, object parameters, CancellationToken cancellation)
        => _connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, parameters, _transaction.Inner, cancellationToken: cancellation));

    public Task CommitAsync(CancellationToken cancellation) => _transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
