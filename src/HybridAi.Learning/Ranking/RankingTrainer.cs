using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Ranking;

/// <summary>A query whose good passages are known.</summary>
/// <param name="Rows">The features of what the first search found.</param>
/// <param name="Relevant">Which of them are good.</param>
public sealed record RankingExample(double[][] Rows, bool[] Relevant);

/// <summary>
/// Learns a <see cref="RankingModel"/>: each good passage is a choice among itself and all that are not good. Weights leave the order of the first search as far
/// as the examples ask for, so that a handful of them changes little.
/// </summary>
/// <remarks>Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise Approach", top-one probabilities.</remarks>
public static class RankingTrainer
{
    private const double Spread = 2;

    /// <summary>The model; examples without a good passage, or without another one, teach nothing.</summary>
    public static RankingModel Fit(IEnumerable<RankingExample> examples)
        => new(ConditionalLogit.Fit([.. examples.SelectMany(Choices)], RankingModel.AsFound.Weights, Spread));

    private static IEnumerable<ConditionalLogit.Choice> Choices(RankingExample example)
    {
        var others = Enumerable.Range(0, example.Rows.Length).Where(row => !example.Relevant[row]).Select(row => example.Rows[row]).ToList();
        if (others.Count == 0) yield break;
        for (var row = 0; row < example.Rows.Length; row++)
            if (example.Relevant[row])
                yield return new(new double[others.Count + 1], [.. example.Rows[row], .. others.SelectMany(other => other)], 0);
    }
}
