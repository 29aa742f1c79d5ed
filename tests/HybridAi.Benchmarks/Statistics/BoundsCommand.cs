using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Benchmarks.Statistics;

/// <summary>
/// <c>bounds [--draws N] [--seed N]</c>: how often each valid bound shows, at 95 % confidence, that a route is at most a margin worse than its reference:
/// where it is (power), and where it lies on the floor itself with the same rate of differing rows (false, at most 5 % is allowed).
/// </summary>
internal static class BoundsCommand
{
    private const double Confidence = 0.95;

    private static readonly (int Rows, double Wins, double Losses, double Margin)[] Cases =
    [
        (350, 0, 0, 0.01), (350, 0.02, 0.005, 0.02), (500, 0.01, 0.01, 0.02), (1_000, 0.005, 0.005, 0.01), (1_000, 0.02, 0.02, 0.02), (1_000, 0.1, 0.08, 0.01),
        (2_000, 0.01, 0.01, 0.01), (2_000, 0.02, 0.02, 0.01), (2_000, 0.05, 0.045, 0.01), (5_000, 0.03, 0.03, 0.01), (5_000, 0.2, 0.2, 0.02), (10_000, 0.08, 0.08, 0.01),
    ];

    private static readonly string[] Names = ["exact", "betting", "hoeffding-bentkus", "two limits"];

    public static int Run(IReadOnlyList<string> options, TextWriter output)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[^1], CultureInfo.InvariantCulture));
        var (draws, random) = (given.GetValueOrDefault("--draws", 2_000), new Random(given.GetValueOrDefault("--seed", 1)));
        output.WriteLine($"{"rows",6} {"wins",6} {"losses",6} {"margin",6} {string.Concat(Names.Select(name => $" | {name,18}"))}");
        output.WriteLine($"{"",28}{string.Concat(Names.Select(_ => $" | {"power",9}{"false",9}"))}");
        foreach (var (rows, wins, losses, margin) in Cases)
        {
            var differ = Math.Max(wins + losses, margin);
            var power = Accepted(random, draws, rows, wins, losses, margin);
            var wrong = Accepted(random, draws, rows, (differ - margin) / 2, (differ + margin) / 2, margin);
            var shares = string.Concat(power.Zip(wrong, (right, no) => Invariant($" | {right,9:P1}{no,9:P1}")));
            output.WriteLine(Invariant($"{rows,6} {wins,6:0.###} {losses,6:0.###} {margin,6:0.###} ") + shares);
        }

        return 0;
    }

    /// <summary>Share of draws that each bound accepts, in the order of the names.</summary>
    private static double[] Accepted(Random random, int draws, int rows, double wins, double losses, double margin)
    {
        var exact = new Dictionary<PairedDifferences, bool>();
        var accepted = new int[Names.Length];
        var differences = new sbyte[rows];
        for (var draw = 0; draw < draws; draw++)
        {
            for (var i = 0; i < rows; i++) differences[i] = random.NextDouble() is var at && at < wins ? (sbyte)1 : at < wins + losses ? (sbyte)-1 : (sbyte)0;
            var seen = PairedDifferences.Of(differences);
            if (!exact.TryGetValue(seen, out var shown)) exact[seen] = shown = MatchedPairsTest.Shows(seen, margin, Confidence);
            bool[] verdicts =
            [
                shown, PairedBound.Above(-margin, differences, Confidence), OtherBounds.HoeffdingBentkus(seen, margin) <= 1 - Confidence,
                OtherBounds.TwoLimits(seen, Confidence) > -margin,
            ];
            for (var i = 0; i < verdicts.Length; i++) accepted[i] += verdicts[i] ? 1 : 0;
        }

        return [.. accepted.Select(count => count / (double)draws)];
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
