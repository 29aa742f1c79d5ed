using HybridAi.Curate.Labelling;

namespace HybridAi.Serve.Routing;

/// <summary>What one tier answered to one row.</summary>
/// <param name="Label">The label; null where the tier failed or was not asked.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
public sealed record TierAnswer(string? Label, double Confidence, decimal? CostUsd)
{
    /// <summary>The answer that a labeller's proposal is.</summary>
    public static TierAnswer Of(Proposal proposal) => new(proposal.Label, proposal.Confidence, proposal.CostUsd);

    /// <summary>The answer that the journal holds; none where the journal has no line.</summary>
    public static TierAnswer Of(Label? label) => label is null ? new(null, 0, null) : new(label.Value, label.Confidence, label.CostUsd);
}

/// <summary>A reviewed row with the answers of all tiers.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Gold">The reviewed label.</param>
/// <param name="Answers">One answer a tier, in the order of the tiers.</param>
public sealed record RouteRow(string RecordId, string Gold, IReadOnlyList<TierAnswer> Answers);

/// <summary>What a route is to be chosen from.</summary>
/// <param name="Tiers">The tiers' names, the cheapest first, the reference last.</param>
/// <param name="Calibration">Reviewed rows to choose thresholds on; no model may have learned from them.</param>
/// <param name="Test">Reviewed rows to judge the choice on, once.</param>
public sealed record RouteRows(IReadOnlyList<string> Tiers, IReadOnlyList<RouteRow> Calibration, IReadOnlyList<RouteRow> Test)
{
    /// <summary>The reference's name.</summary>
    public string Reference => Tiers[^1];
}

/// <summary>What a route must hold.</summary>
/// <param name="Margin">How far below the reference's accuracy the floor lies, above 0 and below 1.</param>
/// <param name="Confidence">One-sided confidence that the floor is held, 0.5 to 1.</param>
/// <param name="Seed">Another seed is another order of rows under the sequential bound.</param>
public sealed record RouteSettings(double Margin = 0.01, double Confidence = 0.95, int Seed = 1);
