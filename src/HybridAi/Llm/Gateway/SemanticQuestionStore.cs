using System.Runtime.InteropServices;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>Vectors of questions whose answers the exact cache keeps: they live as long as those, and there is a bound on how many.</summary>
public sealed class SemanticQuestionStore(IDatabase database, SemanticOptions options, TimeProvider clock)
{
    private const int CheckEvery = 100;
    private int _stored;

    /// <summary>The scope's newest questions behind a number.</summary>
    internal async Task<IReadOnlyList<KeptQuestion>> NewAsync(string scope, long behind, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT seq, key, vector FROM semantic_questions WHERE scope = @scope AND seq > @behind ORDER BY seq DESC LIMIT @most",
            new { scope, behind, most = options.MaxQuestions }, cancellationToken: cancellation));
        return [.. rows.Select(row => new KeptQuestion(row.Seq, row.Key, MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(row.Vector)).ToArray()))];
    }

    /// <summary>Keeps a question under its answer's key.</summary>
    internal async Task SaveAsync(SemanticQuestion question, float[] vector, CancellationToken cancellation)
    {
        await using (var connection = await database.OpenAsync(cancellation))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO semantic_questions (key, scope, vector, created_at) VALUES (@Key, @Scope, @vector, @now)
                ON CONFLICT (key) DO UPDATE SET scope = excluded.scope, vector = excluded.vector, created_at = excluded.created_at
                """,
                new { question.Key, question.Scope, vector = Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())), now = clock.GetUtcNow() },
                cancellationToken: cancellation));
        }

        if (Interlocked.Increment(ref _stored) % Math.Min(CheckEvery, options.MaxQuestions) == 0) await PurgeAsync(cancellation);
    }

    /// <summary>Removes questions whose answers are gone and, beyond the bound, the oldest.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        // A question of the last minutes may be here before its answer is.
        var gone = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM semantic_questions WHERE created_at < @settled AND NOT EXISTS (SELECT 1 FROM answer_cache a WHERE a.key = semantic_questions.key AND a.expires_at > @now)",
            new { now = clock.GetUtcNow(), settled = clock.GetUtcNow().AddMinutes(-5) }, cancellationToken: cancellation));
        return gone + await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM semantic_questions WHERE seq IN (SELECT seq FROM semantic_questions ORDER BY seq DESC LIMIT @all OFFSET @most)",
            new { all = long.MaxValue, most = options.MaxQuestions }, cancellationToken: cancellation));
    }

    /// <summary>How many questions are kept.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM semantic_questions", cancellationToken: cancellation));
    }

    /// <summary>Removes all of them.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM semantic_questions", cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string Key { get; init; } = "";
        public string Vector { get; init; } = "";
    }
}
