using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Linear;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>Fits the chosen candidate on all rows, with as many rounds of boosting as the cross-validation found best.</summary>
internal static class FinalFit
{
    public static (TableModel Model, CodedTable Coded) Of(TableRows table, Judged chosen, int seed, CancellationToken ct)
    {
        int[] all = [.. Enumerable.Range(0, table.Count)];
        var coded = TableCoding.Fit(table, all, seed, ct);
        var linear = chosen.Candidate.Linear is { } straight ? LinearModel.Fit(table, coded, straight, seed, ct) : null;
        var trees = chosen.Candidate.Trees is { } boosting
            ? GradientBoosting.Fit(BinnedFeatures.Of(coded.Features, coded.Count), BoostingLoss.For(table.Target), all, [], boosting, chosen.Rounds, seed, ct)
            : null;
        return (new(table.Reader, coded.Coding, linear, trees, ColumnRange.Of(table), table.Target.Outputs), coded);
    }
}
