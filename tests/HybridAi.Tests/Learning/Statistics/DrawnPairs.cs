using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

/// <summary>Differences drawn with given rates of wins and losses.</summary>
internal static class DrawnPairs
{
    public static sbyte[] Rows(Random random, int rows, double wins, double losses)
        => [.. Enumerable.Range(0, rows).Select(_ => One(random, wins, losses))];

    public static PairedDifferences Counts(Random random, int rows, double wins, double losses) => PairedDifferences.Of(Rows(random, rows, wins, losses));

    public static sbyte One(Random random, double wins, double losses)
        => random.NextDouble() is var at && at < wins ? (sbyte)1 : at < wins + losses ? (sbyte)-1 : (sbyte)0;
}
