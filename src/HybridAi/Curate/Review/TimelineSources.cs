using System.Globalization;
using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>Where the record came from. Its trusted label is not said: annotators read timelines too.</summary>
internal sealed class IngestedEvents(IDatabase database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT source, line, hash, created_at FROM records WHERE project = @project AND id = @recordId",
            new { project, recordId }, cancellationToken: cancellation));
        return row is null
            ? []
            : [new(row.CreatedAt, TimelineKind.Ingested, row.Source, null, Facts.Of(("line", row.Line), ("hash", row.Hash)))];
    }

    private sealed class Row
    {
        public string Source { get; init; } = "";
        public long Line { get; init; }
        public string Hash { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}

/// <summary>What labellers proposed.</summary>
internal sealed class ProposedEvents(LabelStore labels) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
        => [.. (await labels.OfRecordAsync(project, recordId, cancellation)).Select(label => new TimelineEvent(
            label.CreatedAt, TimelineKind.Proposed, label.Labeller, label.Value, Facts.Of(
                ("confidence", label.Confidence), ("reason", label.Reason), ("costUsd", label.CostUsd), ("version", label.LabellerVersion), ("run", label.RunId))))];
}

/// <summary>How doubtful the record was found.</summary>
internal sealed class DoubtedEvents(IDatabase database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT score, parts, version, created_at FROM doubts WHERE project = @project AND record_id = @recordId",
            new { project, recordId }, cancellationToken: cancellation));
        return [.. rows.Select(row => new TimelineEvent(
            row.CreatedAt, TimelineKind.Doubted, "doubt", null, Facts.Of(("score", row.Score), ("parts", row.Parts), ("version", row.Version))))];
    }

    private sealed class Row
    {
        public double Score { get; init; }
        public string Parts { get; init; } = "";
        public string Version { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}

/// <summary>What people did and said.</summary>
internal sealed class PeopleEvents(AnnotationStore annotations, AdjudicationStore adjudications, CommentStore comments) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
        =>
        [
            .. (await annotations.HistoryAsync(project, recordId, cancellation)).Select(line => new TimelineEvent(
                line.CreatedAt, TimelineKind.Annotated, line.Annotator, line.Label, Facts.Of(
                    ("action", line.Action), ("suggested", line.SuggestedLabel), ("suggestedBy", line.SuggestedBy), ("suggestionShown", line.SuggestionShown),
                    ("reason", line.Reason), ("seconds", line.Duration?.TotalSeconds), ("comment", line.Comment), ("projectVersion", line.ProjectVersion),
                    ("voided", line.VoidedBecause)))),
            .. (await adjudications.HistoryAsync(project, recordId, cancellation)).Select(decision => new TimelineEvent(
                decision.CreatedAt, TimelineKind.Adjudicated, decision.Reviewer, decision.Label, Facts.Of(
                    ("reason", decision.Reason), ("comment", decision.Comment), ("projectVersion", decision.ProjectVersion), ("standing", decision.Standing)))),
            .. (await comments.OfAsync(project, recordId, cancellation)).Select(comment => new TimelineEvent(
                comment.CreatedAt, TimelineKind.Commented, comment.Author, null, Facts.Of(("text", comment.Text)))),
        ];
}

/// <summary>That the record's label stands accepted without a look, as it was last asked.</summary>
internal sealed class AcceptedEvents(AutoAcceptStore store) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
        => await store.FindAsync(project, cancellation) is { Accepted: > 0 } entry
            && await store.CandidateAsync(project, recordId, cancellation) is { } candidate && candidate.Place < entry.Accepted
            ? [new(entry.UpdatedAt, TimelineKind.AutoAccepted, "auto-accept", candidate.Label, Facts.Of(
                ("proposedBy", candidate.Labeller), ("doubt", candidate.Doubt), ("precision", entry.Rule.Precision),
                ("confidence", entry.Rule.Confidence), ("audits", entry.Rule.Audits)))]
            : [];
}

/// <summary>The datasets that hold the record.</summary>
internal sealed class FrozenEvents(DatasetStore datasets) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEvent>> OfAsync(string project, string recordId, CancellationToken cancellation)
        => [.. (await datasets.HoldersAsync(project, recordId, cancellation)).Select(holder => new TimelineEvent(
            holder.Manifest.CreatedAt, TimelineKind.Frozen, holder.Manifest.Hash, holder.Row.Label,
            Facts.Of(("split", holder.Row.Split), ("source", holder.Row.Source), ("by", holder.Row.By))))];
}

/// <summary>What is known of an event, as text that reads the same everywhere; what is not known is left out.</summary>
internal static class Facts
{
    public static IReadOnlyDictionary<string, string> Of(params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var known = new Dictionary<string, string>();
        foreach (var (name, value) in facts)
            if (value is not null) known[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return known;
    }
}
