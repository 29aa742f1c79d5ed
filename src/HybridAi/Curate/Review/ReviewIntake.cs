using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>How far people have come with a text that was handed to them.</summary>
public enum AskedState
{
    /// <summary>Too few have answered.</summary>
    Waiting,

    /// <summary>They differ, and a reviewer has to decide.</summary>
    Disputed,

    /// <summary>There is a label.</summary>
    Answered,
}

/// <summary>What people say to a text.</summary>
/// <param name="RecordId">The record that the text is.</param>
/// <param name="State">How far they have come.</param>
/// <param name="Label">Their label; null before there is one.</param>
/// <param name="Since">Since when somebody waits for it; null where nobody does, or does any more.</param>
public sealed record AskedText(string RecordId, AskedState State, string? Label, DateTimeOffset? Since);

/// <summary>
/// The door through which the rest of the product asks people about a text: it goes before all else in the queue, the longest waiting first, and is labelled like
/// any other record. Whoever asked looks here for the answer.
/// </summary>
public sealed class ReviewIntake(IDatabase database, ProjectStore projects, TextRecords texts, QueuePlanner planner, TimeProvider clock)
{
    /// <summary>The source of records that nobody would know but for the question.</summary>
    public const string Source = "asked";

    /// <summary>Hands texts over. One that is handed over already keeps its place; one that people have labelled is not asked again.</summary>
    /// <returns>The record by text, or the fault <c>project-unknown</c>.</returns>
    public async Task<Outcome<IReadOnlyDictionary<string, string>>> AskAsync(string project, IReadOnlyCollection<string> asked, CancellationToken cancellation)
    {
        // As it stands now: whoever asks may know an older guideline.
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out var current, out var unknown)) return unknown;
        var records = await texts.KeepAsync(project, Source, asked, int.MaxValue, cancellation);
        if (records.Count == 0) return Success.Of(records);
        await planner.FollowAsync(current.Definition, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project, cancellation);
        var parameters = new DynamicParameters(new { work.Project, now = clock.GetUtcNow() });
        var ids = InList.Add(parameters, "id", records.Values);
        await work.ExecuteAsync(
            $"UPDATE review_queue SET asked = @now WHERE project = @Project AND open = 1 AND asked IS NULL AND record_id IN {ids}", parameters, cancellation);
        await work.CommitAsync(cancellation);
        return Success.Of(records);
    }

    /// <summary>What people say to a record, or the fault <c>record-unknown</c>.</summary>
    public async Task<Outcome<AskedText>> FindAsync(string project, string recordId, CancellationToken cancellation)
        => await OfAsync("r.id = @key", project, recordId, cancellation) is { } found
            ? found
            : Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{project}'.");

    /// <summary>What people say to a text; null where nobody knows it.</summary>
    public Task<AskedText?> OfTextAsync(string project, string text, CancellationToken cancellation)
        => OfAsync("r.hash = @key AND r.duplicate_of IS NULL", project, ContentHash.Of(text), cancellation);

    private async Task<AskedText?> OfAsync(string which, string project, string key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            $"""
             SELECT r.id, s.state, s.label, q.asked FROM records r
             LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
             LEFT JOIN review_queue q ON q.project = r.project AND q.record_id = r.id
             WHERE r.project = @project AND {which}
             """,
            new { project, key }, cancellationToken: cancellation));
        return row is null ? null : new(row.Id, row.StateNow, row.Label, row.Asked);
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string? State { get; init; }
        public string? Label { get; init; }
        public DateTimeOffset? Asked { get; init; }

        public AskedState StateNow => Label is not null ? AskedState.Answered : State == nameof(ResolutionState.Disputed) ? AskedState.Disputed : AskedState.Waiting;
    }
}
