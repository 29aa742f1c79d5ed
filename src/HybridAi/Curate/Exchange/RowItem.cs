using System.Globalization;
using System.Text.Json;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>Reads a row with the columns of <see cref="FlatRow"/>, or with all sayings nested, as an item.</summary>
/// <param name="annotator">Whose labels they are where a row doesn't say; null: such labels are faults.</param>
/// <param name="unguard">Gives a value back as it was before it was written.</param>
internal sealed class RowItem(string? annotator, Func<string, string>? unguard = null)
{
    private const string Malformed = "part-malformed";

    /// <summary>The item; the fault is null exactly when there is one.</summary>
    public ExchangeItem? Read(RowReader row, out RowFault? fault)
    {
        fault = null;
        try
        {
            var item = new ExchangeItem
            {
                Project = Text(row, "project"),
                Id = Text(row, "id"),
                Text = Text(row, "text"),
                Hash = Text(row, "hash"),
                Fields = Nested<Dictionary<string, string>>(row, "fields"),
                Gold = Text(row, "gold"),
                Split = Text(row, "split"),
            };
            var isNested = row.Find("proposals") is { Kind: CellKind.Nested } || row.Find("annotations") is { Kind: CellKind.Nested };
            return isNested
                ? item with
                {
                    Proposals = Nested<List<ExchangeProposal>>(row, "proposals") ?? [],
                    Annotations = Nested<List<ExchangeAnnotation>>(row, "annotations") ?? [],
                    Decision = Nested<ExchangeDecision>(row, "decision"),
                }
                : Flat(row, item);
        }
        catch (Unreadable unreadable)
        {
            fault = unreadable.Why;
            return null;
        }
    }

    private ExchangeItem Flat(RowReader row, ExchangeItem item)
    {
        if (Text(row, "label") is not { } label) return item;
        switch (Text(row, "labelSource"))
        {
            case "gold":
                return item.Gold is null ? item with { Gold = label } : item;
            case "agreed" when Nested<List<string>>(row, "annotators") is { Count: > 0 } people:
                return item with { Annotations = [.. people.Select(person => Annotation(row, person, label))] };
            case "adjudicated":
                return item with
                {
                    Annotations = [.. (Nested<List<string>>(row, "annotators") ?? []).Select(person => Annotation(row, person, label))],
                    Decision = Decision(row, label),
                };
        }

        if ((Text(row, "annotator") ?? Text(row, "resolvedBy")) is { } named) return item with { Annotations = [Annotation(row, named, label)] };
        if (Text(row, "labeller") is { } labeller) return item with { Proposals = [Proposal(row, labeller, label)] };
        if (annotator is not null) return item with { Annotations = [Annotation(row, annotator, label)] };
        throw new Unreadable(new("annotator-missing", "The label has neither annotator nor labeller.", "annotator"));
    }

    private ExchangeDecision Decision(RowReader row, string label)
        => Text(row, "resolvedBy") is { } reviewer && Enum.TryParse<DisputeReason>(Text(row, "reason"), ignoreCase: true, out var reason)
            ? new(reviewer, label, reason, null, Moment(row, "createdAt"))
            : throw new Unreadable(new("decision-incomplete", "A decision has a reviewer in 'resolvedBy' and one of the reasons for disagreement in 'reason'.", "reason"));

    private ExchangeAnnotation Annotation(RowReader row, string person, string label) => new(person, label)
    {
        SuggestedLabel = Text(row, "suggestedLabel"),
        SuggestedBy = Text(row, "suggestedBy"),
        SuggestionShown = string.Equals(Text(row, "suggestionShown"), "true", StringComparison.OrdinalIgnoreCase),
        ProjectVersion = Number(row, "projectVersion") is { } version ? (long)version : null,
        DurationMs = Number(row, "durationMs") is { } took ? (long)took : null,
        Comment = Text(row, "comment"),
        CreatedAt = Moment(row, "createdAt"),
    };

    private ExchangeProposal Proposal(RowReader row, string labeller, string label) => new(
        labeller, label, (double)(Number(row, "confidence") ?? throw new Unreadable(new("confidence-missing", "A proposed label has a confidence of 0 to 1.", "confidence"))))
    {
        LabellerVersion = Text(row, "labellerVersion"),
        RunId = Text(row, "runId"),
        Reason = Text(row, "reason"),
        CostUsd = Number(row, "costUsd"),
        CreatedAt = Moment(row, "createdAt"),
    };

    private string? Text(RowReader row, string column)
        => row.Find(column)?.Value is { Length: > 0 } value ? unguard is null ? value : unguard(value) : null;

    private decimal? Number(RowReader row, string column)
    {
        if (Text(row, column) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new Unreadable(new(Malformed, "The value is no number.", column));
    }

    private DateTimeOffset? Moment(RowReader row, string column)
    {
        if (Text(row, column) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new Unreadable(new(Malformed, "The value is no moment in ISO 8601.", column));
    }

    private T? Nested<T>(RowReader row, string column)
        where T : class
    {
        if (Text(row, column) is not { } text) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json.Options);
        }
        catch (JsonException)
        {
            throw new Unreadable(new(Malformed, "The value is no JSON of the form that an export gives it.", column));
        }
    }

    // Never leaves this file: it spares every reading of a value a second way out.
    private sealed class Unreadable(RowFault why) : Exception
    {
        public RowFault Why => why;
    }
}
