using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

/// <summary>Rows with drawn replies: tiers that are right with a given chance, more or less of which they share with hard inputs.</summary>
internal static class DrawnReplies
{
    /// <summary>Rows over labels, with tiers of rising price.</summary>
    /// <param name="count">How many rows.</param>
    /// <param name="labels">How many labels.</param>
    /// <param name="accuracies">By tier and label: the chance of being right.</param>
    /// <param name="seed">Seeds them.</param>
    /// <param name="folds">How many folds.</param>
    public static RoutingRows Of(int count, int labels, double[][] accuracies, int seed, int folds = 5)
    {
        var random = new Random(seed);
        var gold = Enumerable.Range(0, count).Select(_ => random.Next(labels)).ToArray();
        var hard = Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray();
        var replies = accuracies.Select(ofTier => Enumerable.Range(0, count).Select(row => Reply(ofTier[gold[row] % ofTier.Length], gold[row], hard[row])).ToArray()).ToArray();
        var costs = accuracies.Select((_, tier) => Enumerable.Repeat(tier == 0 ? 0 : Math.Pow(10, tier - accuracies.Length), count).ToArray()).ToArray();
        return new(gold, LabelSpace.Of(labels), replies, costs, [.. Enumerable.Range(0, count).Select(row => row % folds)], folds);

        TierReply Reply(double accuracy, int right, double difficulty)
        {
            // Half of what decides is the input's, half the tier's own luck.
            var luck = (difficulty + random.NextDouble()) / 2;
            var isRight = luck < Quantile(accuracy);
            var confidence = Math.Clamp(1 - luck + 0.1 * random.NextDouble(), 0.01, 0.99);
            return new(isRight ? right : (right + 1 + random.Next(labels - 1)) % labels, confidence);
        }
    }

    /// <summary>The rows with another right answer for one of them.</summary>
    public static RoutingRows WithGold(RoutingRows rows, int row, int gold)
    {
        var changed = rows.Gold.ToArray();
        changed[row] = gold;
        var replies = Enumerable.Range(0, rows.Tiers).Select(tier => Enumerable.Range(0, rows.Count).Select(other => rows.Reply(tier, other, rows.Folds)).ToArray()).ToArray();
        return new(changed, rows.Space, replies, rows.Costs, rows.Fold, rows.Folds);
    }

    // The mean of two even draws has a triangular distribution.
    private static double Quantile(double share) => share < 0.5 ? Math.Sqrt(share / 2) : 1 - Math.Sqrt((1 - share) / 2);
}
