namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// Bets against a value: were it right, a bettor's capital would exceed 1/α with a chance of at most α. Every bet keeps its size over all
/// decisions and the capital is shared out among several sizes, so that the order of the decisions is nothing and decisions may differ in their
/// expectation: the product of (1 + size × expectation) is at most 1 when the expectations sum to 0 (inequality of the means).
/// </summary>
/// <remarks>
/// Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", JRSS B 86, section 5.7 (a grid of constant bets);
/// on weighted rewards: Waudby-Smith, Wu, Ramdas, Karampatziakis and Mineiro 2024, "Anytime-valid off-policy inference for contextual bandits".
/// Decisions must be independent given their requests, and propensities must not depend on other decisions' outcomes.
/// </remarks>
internal sealed class BettingBounds : IValueBounds
{
    private const double LargestShareAtStake = 0.9;

    private readonly Func<double, IEnumerable<Stake>> _stakes;
    private readonly double _goal;

    private BettingBounds(double confidence, Func<double, IEnumerable<Stake>> stakes) => (_goal, _stakes) = (Math.Log(2 / (1 - confidence)), stakes);

    /// <summary>What share of its capital each part stakes on a row's turning out as badly as it can, where nothing is known of the number of rows.</summary>
    public static IReadOnlyList<Stake> Anyhow { get; } = Stake.Around(LargestShareAtStake, smallest: 11, largest: 0);

    /// <summary>For one look at so many decisions that vary about as much; sizes around the one that would then be best.</summary>
    public static BettingBounds Planned(int decisions, double variance, double confidence)
    {
        var best = Math.Sqrt(2 * Math.Log(2 / (1 - confidence)) / (decisions * Math.Max(variance, 1e-6)));
        var stakes = Stake.Around(best, smallest: 2, largest: 4);
        return new(confidence, edge => stakes.Select(stake => stake with { Size = Math.Min(stake.Size, LargestShareAtStake / edge) }));
    }

    /// <summary>For as many looks as one likes: sizes for every number of decisions.</summary>
    public static BettingBounds Anytime(double confidence) => new(confidence, edge => Anyhow.Select(stake => stake with { Size = stake.Size / edge }));

    /// <inheritdoc/>
    public bool TooLow(EstimatingEquation equation, double value) => Wins(equation, value, 1, -equation.Range(value).Low);

    /// <inheritdoc/>
    public bool TooHigh(EstimatingEquation equation, double value) => Wins(equation, value, -1, equation.Range(value).High);

    private bool Wins(EstimatingEquation equation, double value, int side, double edge)
    {
        // At the very edge of what is possible any row on the right side of it is proof.
        if (edge <= 0) return equation.Rows.Any(row => side * row.At(value) > 0);
        List<double> logs = [.. _stakes(edge).Select(stake =>
            Math.Log(stake.Part) + equation.Rows.Sum(row => row.Count * Math.Log(1 + stake.Size * side * row.At(value))))];
        return Capital.LogOfSum(logs) >= _goal;
    }
}
