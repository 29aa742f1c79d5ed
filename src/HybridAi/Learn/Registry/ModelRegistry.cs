using Dapper;
using HybridAi.Storage;

namespace HybridAi.Learn.Registry;

/// <summary>
/// All models by stage, with every move between stages. A project has at most one champion: moves of one project happen one at a time,
/// each in one transaction.
/// </summary>
public sealed class ModelRegistry(IDatabase database, TimeProvider clock)
{
    /// <summary>Registers a model as candidate. A model that is there already (the same file again) keeps its card and its stage.</summary>
    public Task<Outcome<RegisteredModel>> AddAsync(ModelCard card, CancellationToken cancellation)
        => ChangeAsync(card.Project, async change =>
        {
            if (await change.FindAsync(card.Hash) is null) await change.AddAsync(card);
            return card.Hash;
        }, cancellation);

    /// <summary>Makes the model the champion; the champion before it retires. A model that is champion already stays it.</summary>
    /// <returns>The champion, or a fault: <c>model-unknown</c>, <c>project-unknown</c>.</returns>
    public Task<Outcome<RegisteredModel>> PromoteAsync(string project, string model, string reason, CancellationToken cancellation)
        => ChangeAsync(
            project, async change => await change.FindAsync(model) is { } found ? await change.CrownAsync(found, reason) : Unknown(project, model),
            cancellation);

    /// <summary>Brings back the champion before this one; this one retires.</summary>
    /// <returns>The champion that came back, or a fault: <c>no-earlier-champion</c>, <c>project-unknown</c>.</returns>
    public Task<Outcome<RegisteredModel>> RollbackAsync(string project, string reason, CancellationToken cancellation)
        => ChangeAsync(project, async change =>
        {
            var champions = (await change.MovesAsync()).Where(move => move.To == ModelStage.Champion).Select(move => move.Model);
            return Predecessor.Of(champions) is { } earlier && await change.FindAsync(earlier) is { } found
                ? await change.CrownAsync(found, reason)
                : Fault.Conflict("no-earlier-champion", $"'{project}' has had no champion before this one: there is nothing to roll back to.");
        }, cancellation);

    /// <summary>The champion, or the fault <c>no-champion</c>.</summary>
    public async Task<Outcome<RegisteredModel>> ChampionAsync(string project, CancellationToken cancellation)
    {
        var all = await ListAsync(project, cancellation);
        return all.FirstOrDefault(model => model.Stage == ModelStage.Champion) is { } champion
            ? champion
            : Fault.NotFound("no-champion", $"'{project}' has no champion: train a model that passes its gate, or promote a candidate.");
    }

    /// <summary>The model of this hash (its first eight digits are enough), or the fault <c>model-unknown</c>.</summary>
    public async Task<Outcome<RegisteredModel>> FindAsync(string project, string model, CancellationToken cancellation)
    {
        var found = (await ListAsync(project, cancellation)).Where(known => RegistryChange.Names(model, known.Card.Hash)).ToList();
        return found.Count == 1 ? found[0] : Unknown(project, model);
    }

    /// <summary>All models of the project, newest first, each with its moves.</summary>
    public async Task<IReadOnlyList<RegisteredModel>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var moves = (await ModelMove.ReadAsync(connection, null, project, cancellation)).ToLookup(move => move.Model);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT hash, stage, card FROM models WHERE project = @project ORDER BY created_at DESC, hash",
            new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => new RegisteredModel(Json.Read<ModelCard>(row.Card), row.Stage, [.. moves[row.Hash]]))];
    }

    private async Task<Outcome<RegisteredModel>> ChangeAsync(
        string project, Func<RegistryChange, Task<Outcome<string>>> change, CancellationToken cancellation)
    {
        string? changed;
        await using (var connection = await database.OpenAsync(cancellation))
        await using (var transaction = await WriteTransaction.BeginAsync(connection, cancellation))
        {
            if (await ProjectLock.TakeAsync(transaction.Inner, project, cancellation) is { } noProject) return noProject;
            var outcome = await change(new(transaction.Inner, project, clock.GetUtcNow(), cancellation));
            if (!outcome.Succeeded(out changed, out var fault)) return fault;
            await transaction.CommitAsync(cancellation);
        }

        return await FindAsync(project, changed, cancellation);
    }

    private static Fault Unknown(string project, string model)
        => Fault.NotFound("model-unknown", $"'{project}' has no model '{model}', or more than one whose hash begins so.");

    private sealed class Row
    {
        public string Hash { get; init; } = "";
        public ModelStage Stage { get; init; }
        public string Card { get; init; } = "";
    }
}
