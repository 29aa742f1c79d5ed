using System.Data.Common;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Learn.Registry;

/// <summary>One change of a project's models, inside the transaction that holds the project's lock.</summary>
internal sealed class RegistryChange(DbTransaction transaction, string project, DateTimeOffset now, CancellationToken cancellation)
{
    private const int ShortestName = 8;

    /// <summary>Whether what a person gave (the hash or its beginning) names the model of this hash.</summary>
    public static bool Names(string given, string hash) => given.Length >= ShortestName && hash.StartsWith(given, StringComparison.Ordinal);

    /// <summary>The one model that is named so; null where there is none or more than one.</summary>
    public async Task<Row?> FindAsync(string model)
    {
        var rows = await transaction.Connection!.QueryAsync<Row>(Command("SELECT hash, stage FROM models WHERE project = @project", new { project }));
        return rows.Where(row => Names(model, row.Hash)).ToList() is [var only] ? only : null;
    }

    /// <summary>Writes a new model as candidate.</summary>
    public async Task AddAsync(ModelCard card)
    {
        await ExecuteAsync(
            "INSERT INTO models (hash, project, stage, card, created_at) VALUES (@Hash, @project, 'Candidate', @json, @CreatedAt)",
            new { card.Hash, project, json = Json.Write(card), card.CreatedAt });
        await NoteAsync(card.Hash, null, ModelStage.Candidate, card.Gate.Reason);
    }

    /// <summary>The model becomes champion, the champion before it retires; returns the champion's hash.</summary>
    public async Task<Outcome<string>> CrownAsync(Row model, string reason)
    {
        if (model.Stage == ModelStage.Champion) return model.Hash;
        var before = await transaction.Connection!.QueryAsync<string>(Command(
            "SELECT hash FROM models WHERE project = @project AND stage = 'Champion'", new { project }));
        foreach (var champion in before) await MoveAsync(champion, ModelStage.Champion, ModelStage.Retired, reason);
        await MoveAsync(model.Hash, model.Stage, ModelStage.Champion, reason);
        return model.Hash;
    }

    /// <summary>The project's moves so far, oldest first.</summary>
    public Task<IReadOnlyList<ModelMove>> MovesAsync() => ModelMove.ReadAsync(transaction.Connection!, transaction, project, cancellation);

    private async Task MoveAsync(string model, ModelStage from, ModelStage to, string reason)
    {
        await ExecuteAsync(
            "UPDATE models SET stage = @to WHERE project = @project AND hash = @model", new { project, model, to = to.ToString() });
        await NoteAsync(model, from, to, reason);
    }

    private Task<int> NoteAsync(string model, ModelStage? from, ModelStage to, string reason)
        => ExecuteAsync(
            """
            INSERT INTO model_moves (project, model, from_stage, to_stage, reason, created_at)
            VALUES (@project, @model, @from, @to, @reason, @now)
            """,
            new { project, model, from = from?.ToString(), to = to.ToString(), reason, now });

    private Task<int> ExecuteAsync(string sql, object parameters) => transaction.Connection!.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object parameters) => new(sql, parameters, transaction, cancellationToken: cancellation);

    internal sealed class Row
    {
        public string Hash { get; init; } = "";
        public ModelStage Stage { get; init; }
    }
}
