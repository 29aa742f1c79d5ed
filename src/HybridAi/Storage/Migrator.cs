using System.Reflection;
using Dapper;

namespace HybridAi.Storage;

/// <summary>
/// Brings a database up to date: the numbered SQL files under Migrations, in order, each once, all in one transaction. The files are
/// the same for every database but for the words <c>{identity}</c> and <c>{bytes}</c>.
/// </summary>
public sealed class Migrator(IDatabase database, TimeProvider clock)
{
    private const string Folder = ".Migrations.";

    /// <summary>Applies what is missing and returns the names of what it applied, in order.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await database.LockForMigrationAsync(transaction.Inner, cancellation);
        await connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)", transaction: transaction.Inner);
        var applied = (await connection.QueryAsync<string>("SELECT name FROM migrations", transaction: transaction.Inner)).ToHashSet();
        var missing = Scripts().Where(script => !applied.Contains(script.Name)).ToList();
        foreach (var (name, sql) in missing)
        {
            var own = sql.Replace("{identity}", database.IdentityColumn, StringComparison.Ordinal).Replace("{bytes}", database.BytesColumn, StringComparison.Ordinal);
            await connection.ExecuteAsync(own, transaction: transaction.Inner);
            await connection.ExecuteAsync(
                "INSERT INTO migrations (name, applied_at) VALUES (@name, @at)", new { name, at = clock.GetUtcNow() }, transaction.Inner);
        }

        await transaction.CommitAsync(cancellation);
        return [.. missing.Select(script => script.Name)];
    }

    /// <summary>The names of what has not been applied, in order.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer, or was never migrated.</exception>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var applied = await connection.QueryAsync<string>(new CommandDefinition("SELECT name FROM migrations", cancellationToken: cancellation));
        return [.. Scripts().Select(script => script.Name).Except(applied)];
    }

    private static IEnumerable<(string Name, string Sql)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..], reader.ReadToEnd());
        }
    }
}
