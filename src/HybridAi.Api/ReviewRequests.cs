using System.ComponentModel.DataAnnotations;
using HybridAi.Curate.Review;

namespace HybridAi.Api;

/// <summary>Who takes the suggested label, and whose suggestion it is.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Labeller">Whose suggestion was shown; left out: the one that was handed out, or else the newest.</param>
/// <param name="Comment">What the person has to say about it.</param>
public sealed record AcceptRequest([property: Required, StringLength(200)] string Annotator, string? Labeller = null, string? Comment = null);

/// <summary>Which label a person gives.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Label">A label of the project's schema.</param>
/// <param name="Blind">Whether the person decided without looking at a suggestion that was there to see.</param>
/// <param name="Labeller">Whose suggestion there was; left out: the one that was handed out, or else the newest.</param>
/// <param name="Comment">What the person has to say about it.</param>
public sealed record CorrectRequest(
    [property: Required, StringLength(200)] string Annotator, [property: Required] string Label, bool Blind = false, string? Labeller = null,
    string? Comment = null);

/// <summary>Who passes a record over.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Comment">What the person has to say about it.</param>
public sealed record SkipRequest([property: Required, StringLength(200)] string Annotator, string? Comment = null);

/// <summary>Who acts.</summary>
/// <param name="Annotator">The person's name.</param>
public sealed record AnnotatorRequest([property: Required, StringLength(200)] string Annotator);

/// <summary>One of many answers.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Action">accept, correct or skip.</param>
/// <param name="Label">The label, for correct.</param>
public sealed record BulkAnswer([property: Required] string RecordId, ReviewAction Action, string? Label = null);

/// <summary>Many answers of one person.</summary>
/// <param name="Annotator">The person's name.</param>
/// <param name="Answers">At most 500; one that is refused stops none of the others.</param>
public sealed record BulkRequest(
    [property: Required, StringLength(200)] string Annotator,
    [property: Required, MinLength(1), MaxLength(ReviewDesk.MostAnswers)] IReadOnlyList<BulkAnswer> Answers);

/// <summary>What somebody says about a record.</summary>
/// <param name="Author">The person's name.</param>
/// <param name="Text">At most 4,000 characters.</param>
public sealed record CommentRequest([property: Required, StringLength(200)] string Author, [property: Required] string Text);

/// <summary>What a reviewer decides.</summary>
/// <param name="Reviewer">The person's name.</param>
/// <param name="Label">A label of the project's schema.</param>
/// <param name="Reason">ambiguous, guideline-gap, slip or edge-case.</param>
/// <param name="Comment">What the reviewer has to say.</param>
public sealed record AdjudicateRequest(
    [property: Required, StringLength(200)] string Reviewer, [property: Required] string Label, DisputeReason Reason, string? Comment = null);

/// <summary>Which labels are to be looked at again.</summary>
/// <param name="BeforeVersion">Those given under a version of the project before this one.</param>
/// <param name="Label">Only this label; left out: all.</param>
/// <param name="DryRun">Only count them.</param>
public sealed record RequeueLabelsRequest(long BeforeVersion, string? Label = null, bool DryRun = false);

/// <summary>How a project's records are reviewed; what is left out gets its default.</summary>
/// <param name="Overlap">How many people label each record.</param>
/// <param name="Agreement">majority or unanimous.</param>
/// <param name="BlindShare">Share of records that are shown without a suggestion.</param>
/// <param name="BlindByAnnotator">Whether each annotator has blind records of their own.</param>
/// <param name="GoldShare">Share of turns in which a record with a trusted label comes as a check.</param>
/// <param name="RandomShare">Share of the learning turns in which chance alone chooses, 0.10 to 0.20.</param>
/// <param name="RareShare">Share of the learning turns in which a rare label is sought.</param>
/// <param name="LeaseMinutes">How long a record is kept for whom it was handed to.</param>
/// <param name="Seed">Another seed is another order.</param>
public sealed record ReviewSettingsRequest(
    int Overlap = 1, AgreementRule Agreement = AgreementRule.Majority, double BlindShare = 0.2, bool BlindByAnnotator = false, double GoldShare = 0.05,
    double RandomShare = 0.15, double RareShare = 0.1, int LeaseMinutes = 10, int Seed = 1)
{
    internal ReviewSettings ToSettings()
        => new(Overlap, Agreement, BlindShare, BlindByAnnotator, GoldShare, RandomShare, RareShare, LeaseMinutes, Seed);
}
