using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class FixedSequenceTests(ITestOutputHelper output)
{
    private const double Margin = 0.02;
    private const int Policies = 30;

    [Theory, InlineData(12, 0.0), InlineData(12, 0.0015), InlineData(1, 0.0)]
    public void A_policy_below_the_floor_is_accepted_in_at_most_one_of_twenty_draws(int firstBad, double slope)
    {
        const int Draws = 2_000;
        var (random, tests) = (new Random(21), new Dictionary<PairedDifferences, double>());

        var (single, several, good) = (0, 0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var family = Family(random, firstBad, slope);
            var last = FixedSequence.LastAccepted(family.Select(PValue), 0.05);
            if (last >= firstBad) single++;
            if (last >= firstBad - 1) good++;
            if (FixedSequence.Accepted(Policies, at => PValue(family[at]), [0, firstBad, Policies / 2], 0.05).Any(at => at >= firstBad)) several++;
        }

        output.WriteLine($"accepted below the floor: {single / (double)Draws:P2} from one start, {several / (double)Draws:P2} from several; all good ones: {good / (double)Draws:P1}");
        single.ShouldBeLessThanOrEqualTo(AtMost.OneOfTwenty(Draws));
        several.ShouldBeLessThanOrEqualTo(AtMost.OneOfTwenty(Draws));
        good.ShouldBeGreaterThan(Draws / 10);

        double PValue(PairedDifferences seen) => tests.TryGetValue(seen, out var known) ? known : tests[seen] = MatchedPairsTest.PValue(seen, Margin);
    }

    [Fact]
    public void The_first_failure_ends_the_sequence()
    {
        FixedSequence.LastAccepted([0.01, 0.05, 0.06, 0.001], 0.05).ShouldBe(1);
        FixedSequence.LastAccepted([0.2, 0.001], 0.05).ShouldBe(-1);
        FixedSequence.LastAccepted([], 0.05).ShouldBe(-1);
        FixedSequence.LastAccepted([0, 0.05], 0.05).ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_tested_behind_the_first_failure()
    {
        FixedSequence.LastAccepted(Lazily(), 0.05).ShouldBe(0);

        static IEnumerable<double> Lazily()
        {
            yield return 0.01;
            yield return 0.9;
            throw new InvalidOperationException("Behind the failure.");
        }
    }

    [Fact]
    public void Several_starts_share_the_level_and_go_on_each_to_its_first_failure()
    {
        double[] pValues = [0.01, 0.03, 0.001, 0.02, 0.01, 0.9];
        var asked = new List<int>();

        FixedSequence.Accepted(pValues.Length, at => { asked.Add(at); return pValues[at]; }, [3, 0, 1], 0.075).ShouldBe([0, 3, 4]);

        asked.ShouldBeUnique();
        FixedSequence.Accepted(pValues.Length, at => pValues[at], [0], 0.05).ShouldBe([0, 1, 2, 3, 4]);
        FixedSequence.Accepted(pValues.Length, at => pValues[at], [], 0.05).ShouldBeEmpty();
    }

    [Fact]
    public void Levels_and_starts_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => FixedSequence.LastAccepted([0.1], 1));
        Should.Throw<ArgumentOutOfRangeException>(() => FixedSequence.Accepted(3, _ => 0, [3], 0.05));
        Should.Throw<ArgumentException>(() => FixedSequence.Accepted(3, _ => 0, [1, 1], 0.05));
    }

    /// <summary>
    /// All policies judged on the same 800 rows, the cheaper ones failing wherever a safer one does. Before the first bad one they are nearly as good as
    /// the reference; that one lies on the floor exactly, those behind it fall by the slope.
    /// </summary>
    private static PairedDifferences[] Family(Random random, int firstBad, double slope)
    {
        const int Rows = 800;
        double[] rows = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        return [.. Enumerable.Range(0, Policies).Select(policy =>
        {
            var wins = 0.001 * policy;
            var losses = wins + (policy < firstBad ? 0.0001 * policy : Margin + slope * (policy - firstBad));
            return new PairedDifferences(Rows, rows.Count(at => at > 1 - wins), rows.Count(at => at < losses));
        })];
    }
}
