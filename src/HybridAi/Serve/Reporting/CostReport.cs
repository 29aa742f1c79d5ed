using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>What a project's predictions and labels cost, and what the route saved. What is not known is null, and counted as unknown.</summary>
/// <param name="Project">The project.</param>
/// <param name="From">Predictions and calls from then on; null: from the first.</param>
/// <param name="Until">Predictions and calls before then; null: to the last.</param>
/// <param name="Predictions">Predictions asked for, refused ones included.</param>
/// <param name="Degraded">Answered by an earlier tier because the last one failed.</param>
/// <param name="Failed">Not answered.</param>
/// <param name="Tiers">By the tier whose answer stood, the busiest first.</param>
/// <param name="Saving">Cost against "everything to the reference".</param>
/// <param name="Labelling">What labelling runs cost, by labeller; not bounded by <paramref name="From"/> and <paramref name="Until"/> other than by their start.</param>
/// <param name="ModelCalls">Every call of a model, whoever caused it: the provider's bill, in which predictions and labelling are contained.</param>
public sealed record CostReport(
    string Project,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    long Predictions,
    long Degraded,
    long Failed,
    IReadOnlyList<TierUse> Tiers,
    Saving Saving,
    IReadOnlyList<LabellingSpending> Labelling,
    IReadOnlyList<ModelSpending> ModelCalls);

/// <summary>What one tier did.</summary>
/// <param name="Tier">The tier; <c>none</c> for predictions without an answer.</param>
/// <param name="Predictions">Predictions that it answered.</param>
/// <param name="Share">Their share of all.</param>
/// <param name="CostUsd">Known cost of these predictions, tiers asked before included.</param>
/// <param name="UnknownCosts">How many of them have no known cost.</param>
/// <param name="LatencyP50Ms">Median latency of those that were measured, in milliseconds; null where none was.</param>
/// <param name="LatencyP99Ms">99th percentile of the same.</param>
/// <param name="UnknownLatencies">How many were not measured (recorded answers).</param>
public sealed record TierUse(
    string Tier, long Predictions, double Share, decimal CostUsd, long UnknownCosts, double? LatencyP50Ms, double? LatencyP99Ms, long UnknownLatencies);

/// <summary>Cost against "everything to the reference": an estimate, and called one.</summary>
/// <param name="Compared">Predictions whose cost and whose reference cost are both known; only these are compared.</param>
/// <param name="NotCompared">All others.</param>
/// <param name="CostUsd">What the compared ones cost; null where none is.</param>
/// <param name="ReferenceCostUsd">What the reference would have cost for them; null where none is.</param>
/// <param name="SavedUsd">The difference; below zero where the route cost more than the reference alone.</param>
/// <param name="SavedShare">The difference as a share of the reference's cost; null where that is zero or unknown.</param>
/// <param name="Method">How the reference's cost was estimated.</param>
public sealed record Saving(
    long Compared, long NotCompared, decimal? CostUsd, decimal? ReferenceCostUsd, decimal? SavedUsd, double? SavedShare, string Method)
{
    private const string HowEstimated =
        "Estimate. For a prediction that asked the reference its measured cost counts, for any other the mean measured cost of the reference's calls on the "
        + "rows that its route was chosen on. Predictions whose cost or whose reference cost is unknown are left out on both sides.";

    // Columns of the ledger, of which a prediction is in the sums where it has a value in both.
    internal const string Sums =
        """
        COUNT(*) AS predictions, COUNT(cost_nano + reference_cost_nano) AS compared,
          CAST(SUM(CASE WHEN reference_cost_nano IS NOT NULL THEN cost_nano END) AS BIGINT) AS cost_nano,
          CAST(SUM(CASE WHEN cost_nano IS NOT NULL THEN reference_cost_nano END) AS BIGINT) AS reference_nano
        """;

    internal static Saving Of(long predictions, long compared, long? costNano, long? referenceNano)
    {
        var (cost, reference) = (Usd.FromNano(costNano), Usd.FromNano(referenceNano));
        var saved = reference - cost;
        return new(compared, predictions - compared, cost, reference, saved, reference > 0 ? (double)(saved / reference)! : null, HowEstimated);
    }
}

/// <summary>What one labeller's runs cost.</summary>
/// <param name="Labeller">The labeller.</param>
/// <param name="Runs">Labelling runs.</param>
/// <param name="Labelled">Labels they gave.</param>
/// <param name="Failed">Records without a label.</param>
/// <param name="CostUsd">Known cost.</param>
public sealed record LabellingSpending(string Labeller, long Runs, long Labelled, long Failed, decimal CostUsd);

/// <summary>What the calls of one model cost.</summary>
/// <param name="Model">The model's alias.</param>
/// <param name="Calls">Calls, those answered from the cache included.</param>
/// <param name="Failed">Calls without an answer.</param>
/// <param name="CostUsd">Known cost.</param>
/// <param name="UnknownCosts">Calls without a known cost.</param>
/// <param name="InputTokens">Tokens sent, where the provider said so.</param>
/// <param name="OutputTokens">Tokens received, where the provider said so.</param>
/// <param name="CacheHits">How many of the calls were answered as an equal one was, without calling anybody.</param>
/// <param name="SemanticHits">How many were answered as a similar one was, which may be wrong for some of them.</param>
public sealed record ModelSpending(
    string Model, long Calls, long Failed, decimal CostUsd, long UnknownCosts, long InputTokens, long OutputTokens, long CacheHits = 0, long SemanticHits = 0);
