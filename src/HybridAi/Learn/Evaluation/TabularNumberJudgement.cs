using System.Globalization;
using HybridAi.Learning.Statistics;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>What a regressor and its baselines said of rows that it never saw.</summary>
/// <param name="Gold">The right numbers.</param>
/// <param name="Means">The regressor's estimates.</param>
/// <param name="Below">What it said of how probable a number at most as great is.</param>
/// <param name="Baselines">Each baseline's numbers.</param>
internal sealed record NumberJudgement(
    IReadOnlyList<double> Gold, IReadOnlyList<double> Means, IReadOnlyList<double> Below, IReadOnlyDictionary<string, IReadOnlyList<double>> Baselines)
{
    private const int FewestRows = 30;
    private const double Confidence = 0.95;

    public static NumberJudgement Of(TabularRegressor model, TabularPart learnt, TabularPart held)
    {
        double[] sorted = [.. learnt.Targets.Order()];
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var rows = held.Rows.Cells;
        return new(
            held.Targets, [.. rows.Select(cells => model.Predict([.. cells]).Mean)],
            [.. rows.Select((cells, row) => model.Within([.. cells], double.NegativeInfinity, held.Targets[row]))],
            new Dictionary<string, IReadOnlyList<double>> { ["median"] = Same(median), ["mean"] = Same(sorted.Average()) });

        IReadOnlyList<double> Same(double number) => [.. Enumerable.Repeat(number, rows.Count)];
    }

    public static NumberJudgement Joined(IReadOnlyList<NumberJudgement> parts) => new(
        [.. parts.SelectMany(part => part.Gold)], [.. parts.SelectMany(part => part.Means)], [.. parts.SelectMany(part => part.Below)],
        parts[0].Baselines.Keys.ToDictionary(name => name, name => (IReadOnlyList<double>)[.. parts.SelectMany(part => part.Baselines[name])]));

    public double Mae => Errors(Means).Average();

    public double Rmse => RootOf(Means);

    public double R2
    {
        get
        {
            var mean = Gold.Average();
            var spread = Gold.Sum(gold => (gold - mean) * (gold - mean));
            return spread == 0 ? 0 : 1 - Errors(Means).Sum(error => error * error) / spread;
        }
    }

    /// <summary>Share of numbers within the interval of this probability, as much of the rest on either side.</summary>
    public double Coverage(double nominal) => Below.Average(below => below > (1 - nominal) / 2 && below < (1 + nominal) / 2 ? 1.0 : 0.0);

    /// <summary>The baseline whose mean absolute error is least.</summary>
    public TabularBaseline Baseline()
    {
        var best = Baselines.MinBy(baseline => Errors(baseline.Value).Average());
        return new(best.Key, null, Errors(best.Value).Average(), RootOf(best.Value));
    }

    /// <summary>
    /// Promotes where the absolute error is less than the best baseline's on the same rows, by a one-sided paired test on the mean difference. The
    /// best baseline is picked on the rows that it is compared on, which favours the baseline.
    /// </summary>
    public GateSummary Gate()
    {
        var baseline = Baseline();
        var facts = string.Create(CultureInfo.InvariantCulture, $"off by {Mae:G4} on average over {Gold.Count:N0} rows, {baseline.Name} by {baseline.Mae:G4}");
        if (Gold.Count < FewestRows) return new(false, $"Only {Gold.Count} rows, which is too few to judge by: {facts}.");
        var p = PairedMeans.Greater([.. Errors(Baselines[baseline.Name])], [.. Errors(Means)]);
        facts += p < 0.0001 ? "; p < 0.0001" : string.Create(CultureInfo.InvariantCulture, $"; p = {p:0.0000}");
        return p <= 1 - Confidence
            ? new(true, $"Better than its best baseline: {facts}.")
            : new(false, $"Not shown to be better than its best baseline: {facts}.");
    }

    private IEnumerable<double> Errors(IReadOnlyList<double> numbers) => numbers.Zip(Gold, (number, gold) => Math.Abs(number - gold));

    private double RootOf(IReadOnlyList<double> numbers) => Math.Sqrt(Errors(numbers).Average(error => error * error));
}
