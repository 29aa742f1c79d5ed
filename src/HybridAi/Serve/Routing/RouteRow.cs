using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>What one tier answered to one row.</summary>
/// <param name="Label">The label; null where the tier failed or was not asked.</param>
/// <param name="Confidence">0 to 1; null where the tier says nothing of it.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
/// <param name="Latency">How long it took; null where not measured.</param>
/// <param name="Chances">A probability for each label, where the tier is a model; otherwise null.</param>
public sealed record TierAnswer(string? Label, double? Confidence, decimal? CostUsd, TimeSpan? Latency = null, LabelChances? Chances = null)
{
    /// <summary>The answer that a labeller's proposal is.</summary>
    public static TierAnswer Of(Proposal proposal) => new(
        proposal.Label, Said(proposal.Confidence, proposal.ConfidenceSource), proposal.CostUsd, proposal.Latency, proposal.Chances);

    /// <summary>The answer that the journal holds; none where the journal has no line.</summary>
    public static TierAnswer Of(Label? label)
        => label is null ? new(null, null, null) : new(label.Value, Said(label.Confidence, label.ConfidenceSource), label.CostUsd, label.Latency);

    private static double? Said(double confidence, ConfidenceSource source) => source == ConfidenceSource.Assumed ? null : confidence;
}

/// <summary>A reviewed row with the answers of all tiers.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Text">Its text: equal texts are kept together.</param>
/// <param name="Gold">The reviewed label.</param>
/// <param name="Answers">One answer a tier, in the order of the tiers.</param>
/// <param name="Slices">The protected parts of the inputs that it belongs to.</param>
public sealed record RouteRow(string RecordId, string Text, string Gold, IReadOnlyList<TierAnswer> Answers, IReadOnlyList<string>? Slices = null);

/// <summary>What a route is to be chosen from.</summary>
/// <param name="Tiers">The tiers' names.</param>
/// <param name="Reference">The index of the tier that quality and cost are measured against.</param>
/// <param name="Labels">The labels that answers can be; where the settings have a tolerance numbers, and whatever else occurs is one of them.</param>
/// <param name="Calibration">Reviewed rows to choose the route and to show its floor on.</param>
/// <param name="Test">Reviewed rows to judge the choice on, once.</param>
/// <param name="Student">Who of the tiers learned from the calibration rows themselves, and what it says to them without having seen them; null: nobody did.</param>
public sealed record RouteRows(
    IReadOnlyList<string> Tiers, int Reference, IReadOnlyList<string> Labels, IReadOnlyList<RouteRow> Calibration, IReadOnlyList<RouteRow> Test,
    RouteStudent? Student = null);

/// <summary>A tier that learned from the rows that a route is chosen on.</summary>
/// <param name="Tier">Its index.</param>
/// <param name="Folds">Deals the calibration rows to folds, in their order.</param>
/// <param name="Replies">What it says to them, each time without having seen them.</param>
public sealed record RouteStudent(int Tier, RowFolds Folds, CrossFittedReplies Replies);
