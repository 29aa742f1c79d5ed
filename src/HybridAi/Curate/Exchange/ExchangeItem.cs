using HybridAi.Curate.Review;

namespace HybridAi.Curate.Exchange;

/// <summary>A record on its way out or in, with all that was said about it, or with one of these sayings.</summary>
public sealed record ExchangeItem
{
    /// <summary>The project it comes from; null where a file doesn't say.</summary>
    public string? Project { get; init; }

    /// <summary>The record's id; null where a file doesn't say.</summary>
    public string? Id { get; init; }

    /// <summary>The text; null where a file speaks of a record that is there already.</summary>
    public string? Text { get; init; }

    /// <summary>SHA-256 of the text.</summary>
    public string? Hash { get; init; }

    /// <summary>The other input fields; null where there are none.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>The trusted label.</summary>
    public string? Gold { get; init; }

    /// <summary>The part of a dataset that the record belongs to.</summary>
    public string? Split { get; init; }

    /// <summary>The row of a dataset; null outside of one.</summary>
    public ExchangeRow? Row { get; init; }

    /// <summary>What labellers proposed.</summary>
    public IReadOnlyList<ExchangeProposal> Proposals { get; init; } = [];

    /// <summary>The standing labels by people.</summary>
    public IReadOnlyList<ExchangeAnnotation> Annotations { get; init; } = [];

    /// <summary>A reviewer's standing decision.</summary>
    public ExchangeDecision? Decision { get; init; }

    /// <summary>What people have come to; of an import it is computed anew.</summary>
    public ExchangeResolution? Resolved { get; init; }
}

/// <summary>A label as a frozen dataset holds it.</summary>
/// <param name="Label">The label.</param>
/// <param name="Source">Where it came from: <c>annotation</c>, <c>gold</c>, <c>labeller</c>.</param>
/// <param name="By">The annotators, the labeller or the file.</param>
/// <param name="Confidence">The labeller's; 1 for people and files.</param>
/// <param name="SuggestionShown">Whether a person saw a proposal before deciding.</param>
public sealed record ExchangeRow(string Label, string Source, string By, double Confidence, bool SuggestionShown);

/// <summary>A label that a labeller proposed.</summary>
/// <param name="Labeller">Who.</param>
/// <param name="Label">The label as it is kept.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record ExchangeProposal(string Labeller, string Label, double Confidence)
{
    /// <summary>The labeller's hash; null where a file doesn't say.</summary>
    public string? LabellerVersion { get; init; }

    /// <summary>The labelling run.</summary>
    public string? RunId { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>What it cost; null where unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>When; null where a file doesn't say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A label that a person gave.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Label">The label as it is kept.</param>
public sealed record ExchangeAnnotation(string Annotator, string Label)
{
    /// <summary>What had been proposed.</summary>
    public string? SuggestedLabel { get; init; }

    /// <summary>By which labeller.</summary>
    public string? SuggestedBy { get; init; }

    /// <summary>Whether the person saw it before deciding.</summary>
    public bool SuggestionShown { get; init; }

    /// <summary>The guideline version the person worked under.</summary>
    public long? ProjectVersion { get; init; }

    /// <summary>The queue that handed the record out.</summary>
    public QueueKind? Queue { get; init; }

    /// <summary>Why the record was in it.</summary>
    public QueueReason? Because { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What the person had to say.</summary>
    public string? Comment { get; init; }

    /// <summary>When; null where a file doesn't say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A reviewer's decision.</summary>
/// <param name="Reviewer">Who.</param>
/// <param name="Label">The label that holds.</param>
/// <param name="Reason">Why people disagreed.</param>
/// <param name="Comment">What the reviewer had to say.</param>
/// <param name="CreatedAt">When; null where a file doesn't say.</param>
public sealed record ExchangeDecision(string Reviewer, string Label, DisputeReason Reason, string? Comment, DateTimeOffset? CreatedAt);

/// <summary>What people have come to.</summary>
/// <param name="Label">The label that holds.</param>
/// <param name="By">The reviewer, or those who agreed.</param>
/// <param name="Adjudicated">Whether a reviewer decided.</param>
/// <param name="SuggestionShown">Whether any of them saw a suggestion.</param>
public sealed record ExchangeResolution(string Label, string By, bool Adjudicated, bool SuggestionShown);
