using System.Data.Common;
using Dapper;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>What labellers and people said about the records of one page.</summary>
internal sealed class ExportSayings
{
    private readonly ILookup<string, ExchangeProposal> _proposals;
    private readonly ILookup<string, ExchangeAnnotation> _annotations;
    private readonly Dictionary<string, ExchangeDecision> _decisions;
    private readonly Dictionary<string, ExchangeResolution> _resolutions;

    private ExportSayings(
        ILookup<string, ExchangeProposal> proposals, ILookup<string, ExchangeAnnotation> annotations, Dictionary<string, ExchangeDecision> decisions,
        Dictionary<string, ExchangeResolution> resolutions)
        => (_proposals, _annotations, _decisions, _resolutions) = (proposals, annotations, decisions, resolutions);

    public static async Task<ExportSayings> OfAsync(DbConnection connection, string project, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { project });
        var list = InList.Add(parameters, "id", ids);
        var labels = await ReadAsync<LabelRow>(
            """
            SELECT record_id, labeller, labeller_version, run_id, label, confidence, reason, cost_nano, created_at FROM labels
            WHERE project = @project AND label IS NOT NULL AND record_id IN {0} ORDER BY seq
            """);
        var annotations = await ReadAsync<AnnotationRow>(
            "SELECT * FROM annotations WHERE project = @project AND voided = 0 AND label IS NOT NULL AND record_id IN {0} ORDER BY seq");
        var decisions = await ReadAsync<DecisionRow>(
            "SELECT record_id, reviewer, label, reason, comment, created_at FROM adjudications WHERE project = @project AND voided = 0 AND record_id IN {0}");
        var resolutions = await ReadAsync<ResolutionRow>(
            "SELECT record_id, state, label, decided_by, suggestion_shown FROM resolutions WHERE project = @project AND label IS NOT NULL AND record_id IN {0}");
        return new(
            labels.ToLookup(row => row.RecordId, row => row.ToProposal()), annotations.ToLookup(row => row.RecordId, Of),
            decisions.ToDictionary(row => row.RecordId, row => row.ToDecision()), resolutions.ToDictionary(row => row.RecordId, row => row.ToResolution()));

        Task<IEnumerable<T>> ReadAsync<T>(string sql)
            => connection.QueryAsync<T>(new CommandDefinition(sql.Replace("{0}", list, StringComparison.Ordinal), parameters, cancellationToken: cancellation));
    }

    public ExchangeItem AddTo(ExchangeItem item) => item with
    {
        Proposals = [.. _proposals[item.Id!]],
        Annotations = [.. _annotations[item.Id!]],
        Decision = _decisions.GetValueOrDefault(item.Id!),
        Resolved = _resolutions.GetValueOrDefault(item.Id!),
    };

    private static ExchangeAnnotation Of(AnnotationRow row)
    {
        var annotation = row.ToAnnotation();
        return new(annotation.Annotator, annotation.Label!)
        {
            SuggestedLabel = annotation.SuggestedLabel,
            SuggestedBy = annotation.SuggestedBy,
            SuggestionShown = annotation.SuggestionShown,
            ProjectVersion = annotation.ProjectVersion,
            Queue = annotation.Queue,
            Because = annotation.Reason,
            DurationMs = row.DurationMs,
            Comment = annotation.Comment,
            CreatedAt = annotation.CreatedAt,
        };
    }

    private sealed class LabelRow
    {
        public string RecordId { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string LabellerVersion { get; init; } = "";
        public string RunId { get; init; } = "";
        public string Label { get; init; } = "";
        public double Confidence { get; init; }
        public string Reason { get; init; } = "";
        public long? CostNano { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public ExchangeProposal ToProposal() => new(Labeller, Label, Confidence)
        {
            LabellerVersion = LabellerVersion, RunId = RunId, Reason = Reason.Length == 0 ? null : Reason, CostUsd = Usd.FromNano(CostNano), CreatedAt = CreatedAt,
        };
    }

    private sealed class DecisionRow
    {
        public string RecordId { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Label { get; init; } = "";
        public string Reason { get; init; } = "";
        public string? Comment { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public ExchangeDecision ToDecision() => new(Reviewer, Label, Enum.Parse<DisputeReason>(Reason), Comment, CreatedAt);
    }

    private sealed class ResolutionRow
    {
        public string RecordId { get; init; } = "";
        public string State { get; init; } = "";
        public string Label { get; init; } = "";
        public string DecidedBy { get; init; } = "";
        public long SuggestionShown { get; init; }

        public ExchangeResolution ToResolution() => new(Label, DecidedBy, State == nameof(ResolutionState.Adjudicated), SuggestionShown != 0);
    }
}
