using System.Globalization;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learning.Ranking;

/// <summary>What learning to rank brings, shown on queries that it has not learnt from: each fifth of them is ranked by what the others teach.</summary>
/// <param name="Model">Learnt from all of them.</param>
/// <param name="Queries">How many queries have a good passage among what was found.</param>
/// <param name="Before">Their mean nDCG@10 in the order of the first search, of what that found.</param>
/// <param name="After">The same in the learnt order.</param>
/// <param name="Better">Queries that the learnt order serves better.</param>
/// <param name="Worse">Queries that it serves worse.</param>
/// <param name="Chance">One-sided exact chance of so many better ones among those that differ if both orders were equal.</param>
public sealed record RankingTrial(RankingModel Model, int Queries, double Before, double After, int Better, int Worse, double Chance)
{
    private const int Folds = 5;
    private const double Unlikely = 0.05;

    /// <summary>Whether the learnt order is shown to be the better one.</summary>
    public bool Helps => After > Before && Chance <= Unlikely;

    /// <summary>Learns and judges; examples without a good passage are left out.</summary>
    public static RankingTrial Of(IReadOnlyList<RankingExample> examples)
    {
        RankingExample[] told = [.. examples.Where(example => example.Relevant.Contains(true))];
        var (before, after) = (new double[told.Length], new double[told.Length]);
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = RankingTrainer.Fit(told.Where((_, at) => at % Folds != fold));
            for (var at = fold; at < told.Length; at += Folds) (before[at], after[at]) = (Gain(RankingModel.AsFound, told[at]), Gain(model, told[at]));
        }

        var better = before.Zip(after).Count(pair => pair.Second > pair.First);
        var worse = before.Zip(after).Count(pair => pair.Second < pair.First);
        return new(RankingTrainer.Fit(told), told.Length, Mean(before), Mean(after), better, worse, McNemar.Exact(better, worse));
    }

    private static double Mean(double[] values) => values.Length == 0 ? 0 : values.Average();

    private static double Gain(RankingModel model, RankingExample example)
    {
        var grades = Enumerable.Range(0, example.Rows.Length).Where(row => example.Relevant[row]).ToDictionary(Name, _ => 1);
        return RankingMetrics.Of([.. model.Order(example.Rows).Select(Name)], grades).Ndcg10;
    }

    private static string Name(int row) => row.ToString(CultureInfo.InvariantCulture);
}
