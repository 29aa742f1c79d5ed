using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class PairedComparisonTests
{
    private const int Draws = 2_000;
    private const int Requests = 600;

    private static readonly TargetAction Cheap = new(1, new HashSet<string> { "cheap" }, "cheap", 0.7, 0.001);
    private static readonly TargetAction Dear = new(1, new HashSet<string> { "cheap", "dear" }, "dear", 0.9, 0.02);

    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    public void Of_two_alike_neither_is_called_better_in_more_than_one_of_twenty_however_often_one_looks(double auditShare)
    {
        var settings = new ComparisonSettings { AuditShare = auditShare };

        Share(settings, 0.2, 0.2, verdict => verdict is ComparisonVerdict.Better or ComparisonVerdict.Worse).ShouldBeLessThanOrEqualTo(0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    public void Who_falls_behind_by_the_margin_is_called_not_worse_in_at_most_one_of_twenty(double auditShare)
    {
        var settings = new ComparisonSettings { AuditShare = auditShare, Margin = 0.05 };

        // Differing on half of the requests, so that a tenth more of them makes the margin.
        Share(settings, 0.15, 0.25, verdict => verdict is ComparisonVerdict.Better or ComparisonVerdict.NotWorse).ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void The_better_of_two_is_found()
    {
        Share(new(), 0.35, 0.1, verdict => verdict == ComparisonVerdict.Better).ShouldBeGreaterThan(0.9);
        Share(new(), 0.1, 0.35, verdict => verdict == ComparisonVerdict.Worse).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Doing_the_same_speaks_for_not_worse_without_an_audit()
    {
        var comparison = PairedComparison.Of(Enumerable.Repeat(new InterleavedRow(InterleavedChoice.Same, null), 600), new() { Margin = 0.01 });

        comparison.State.Verdict.ShouldBe(ComparisonVerdict.NotWorse);
        comparison.State.Audited.ShouldBe(0);
        comparison.State.EvidenceBetter.ShouldBe(1, 1e-9);
        PairedComparison.Of([], new()).State.Verdict.ShouldBe(ComparisonVerdict.Open);
    }

    [Fact]
    public void Who_is_worse_by_less_than_the_margin_is_not_worse()
    {
        var rows = Rows(new Random(1), 20_000, 0.10, 0.13, auditShare: 1);

        PairedComparison.Of(rows, new() { Margin = 0.1 }).State.Verdict.ShouldBe(ComparisonVerdict.NotWorse);
        PairedComparison.Of(rows, new() { Margin = 0.001 }).State.Verdict.ShouldBe(ComparisonVerdict.Worse);
    }

    [Fact]
    public void Not_worse_is_said_once_the_whole_interval_lies_above_minus_the_margin()
    {
        var comparison = new PairedComparison(new() { Margin = 0.1, AuditShare = 0.5 });

        var first = Rows(new Random(6), 2_000, 0.1, 0.1, auditShare: 0.5).First(row => comparison.Add(row) == ComparisonVerdict.NotWorse);

        first.ShouldNotBeNull();
        comparison.State.Gain!.Lower.ShouldBe(-0.1, 0.005);
        comparison.State.EvidenceNotWorse.ShouldBe(40, 8);
    }

    [Fact]
    public void The_interval_of_the_gain_holds_the_truth_at_every_look()
    {
        var random = new Random(19);
        var held = Enumerable.Range(0, 500).Average(_ =>
        {
            var comparison = new PairedComparison(new() { AuditShare = 0.5 });
            // A tenth less on half of the requests.
            return Rows(random, 300, 0.1, 0.2, auditShare: 0.5).Index().All(row =>
                comparison.Add(row.Item) >= 0 && (row.Index % 10 > 0 || comparison.State.Gain is { Lower: <= -0.05, Upper: >= -0.05 })) ? 1.0 : 0;
        });

        held.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void The_state_counts_and_estimates()
    {
        var rows = Rows(new Random(9), 20_000, 0.3, 0.1, auditShare: 0.5).ToList();
        var state = PairedComparison.Of(rows, new() { AuditShare = 0.5 }).State;

        state.Requests.ShouldBe(20_000);
        state.Differing.ShouldBe(rows.Count(row => row.Choice.Differ));
        (state.ServedChallenger / (double)state.Differing).ShouldBe(0.5, 0.02);
        (state.Audited / (double)state.Differing).ShouldBe(0.5, 0.02);
        state.Gain!.Value.ShouldBe(0.1, 0.02);
        state.Gain.Lower.ShouldBeInRange(0.05, 0.1);
        state.Gain.Upper.ShouldBeInRange(0.1, 0.15);
        double.IsFinite(state.EvidenceBetter).ShouldBeTrue();
    }

    [Fact]
    public void A_coin_is_tossed_only_where_they_differ()
    {
        var random = new Random(1);

        InterleavedChoice.Of(Cheap, Cheap with { Reliability = 0.2 }, random).ShouldBe(InterleavedChoice.Same);
        var served = Enumerable.Range(0, 1_000).Select(_ => InterleavedChoice.Of(Cheap, Dear, random)).ToList();
        served.ShouldAllBe(choice => choice.Differ && choice.Propensity == 0.5);
        served.Count(choice => choice.Served == Side.Challenger).ShouldBeInRange(440, 560);
    }

    [Fact]
    public void Two_answers_where_there_is_one_and_settings_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => PairedComparison.Of([new(InterleavedChoice.Same, new(true, false, 0, 0))], new()));
        Should.Throw<ArgumentException>(() => new PairedComparison(new() { AuditShare = 0, Margin = 1 })).Message.ShouldContain("Margin");
    }

    // Share of the draws in which the verdict was of this kind at any of the looks.
    private static double Share(ComparisonSettings settings, double onlyChallenger, double onlyChampion, Func<ComparisonVerdict, bool> kind)
    {
        var random = new Random(13);
        return Enumerable.Range(0, Draws).Average(_ =>
        {
            var comparison = new PairedComparison(settings);
            return Rows(random, Requests, onlyChallenger, onlyChampion, settings.AuditShare).Any(row => kind(comparison.Add(row))) ? 1.0 : 0;
        });
    }

    // Requests that differ half of the time; the shares are of those that differ.
    private static IEnumerable<InterleavedRow> Rows(Random random, int requests, double onlyChallenger, double onlyChampion, double auditShare)
    {
        for (var i = 0; i < requests; i++)
        {
            var choice = random.NextDouble() < 0.5 ? InterleavedChoice.Same : InterleavedChoice.Of(Cheap, Dear, random);
            var (fate, audited) = (random.NextDouble(), random.NextDouble() < auditShare);
            var (champion, challenger) = fate < onlyChallenger ? (false, true) : fate < onlyChallenger + onlyChampion ? (true, false) : (true, true);
            yield return new(choice, choice.Differ && audited ? new(champion, challenger, 0.02, 0.001) : null);
        }
    }
}
