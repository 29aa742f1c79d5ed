namespace HybridAi.Tests.Learning.Statistics;

/// <summary>What a chance of at most 5 % may show in so many draws: three standard errors more.</summary>
internal static class AtMost
{
    public static int OneOfTwenty(int draws) => (int)(draws * 0.05 + 3 * Math.Sqrt(draws * 0.05 * 0.95));
}
