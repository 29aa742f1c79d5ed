using HybridAi.Learn.Evaluation;

namespace HybridAi.Tests.Learn.Evaluation;

public class GateTests
{
    [Fact]
    public void A_model_that_is_clearly_better_is_promoted()
    {
        var decision = Decide(wins: 20, losses: 5, both: 75);

        decision.Promoted.ShouldBeTrue();
        decision.PValue!.Value.ShouldBeLessThan(0.05);
        (decision.Wins, decision.Losses, decision.Rows).ShouldBe((20, 5, 100));
        decision.Reason.ShouldContain("right on 95.0 % of 100 reviewed test rows, rival on 80.0 %");
    }

    [Fact]
    public void A_model_no_better_than_its_baseline_is_refused_and_told_why()
    {
        var decision = Decide(wins: 6, losses: 6, both: 88);

        decision.Promoted.ShouldBeFalse();
        decision.Reason.ShouldContain("more test rows would not help");
    }

    [Fact]
    public void A_difference_that_is_too_small_to_show_is_told_how_many_rows_would_do()
    {
        var decision = Decide(wins: 8, losses: 4, both: 88);

        decision.Promoted.ShouldBeFalse();
        decision.Reason.ShouldContain("An estimate: about");
    }

    [Fact]
    public void The_estimate_of_rows_suffices_when_the_proportion_holds()
    {
        var more = int.Parse(Decide(8, 4, 88).Reason.Split("about ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        var factor = (100.0 + more) / 100;

        Decide((int)(8 * factor), (int)Math.Ceiling(4 * factor), (int)(88 * factor)).Promoted.ShouldBeTrue();
    }

    [Theory, InlineData(0), InlineData(29)]
    public void Too_few_rows_judge_nothing(int rows)
    {
        var decision = Decide(wins: rows, losses: 0, both: 0);

        decision.Promoted.ShouldBeFalse();
        decision.PValue.ShouldBeNull();
        decision.Reason.ShouldContain($"review at least {30 - rows} more");
    }

    [Fact]
    public void The_best_of_the_baselines_is_the_one_to_beat()
    {
        bool[] candidate = [.. Enumerable.Repeat(true, 90), .. Enumerable.Repeat(false, 10)];
        var baselines = new Dictionary<string, IReadOnlyList<bool>>
        {
            ["weak"] = [.. Enumerable.Repeat(false, 100)],
            ["strong"] = [.. Enumerable.Repeat(true, 89), .. Enumerable.Repeat(false, 11)],
        };

        var decision = Gate.Decide(candidate, baselines, null, new());

        decision.Promoted.ShouldBeFalse();
        decision.Baselines.Select(baseline => baseline.Name).ShouldBe(["strong", "weak"]);
    }

    [Fact]
    public void A_model_that_beats_its_baselines_but_not_the_champion_is_refused()
    {
        bool[] champion = [.. Enumerable.Repeat(true, 100)];

        var decision = Decide(20, 5, 75, champion);

        decision.Promoted.ShouldBeFalse();
        decision.Reason.ShouldContain("the champion is right on more of the same rows: 100.0 %");
    }

    private static GateDecision Decide(int wins, int losses, int both, IReadOnlyList<bool>? champion = null)
    {
        bool[] candidate = [.. Enumerable.Repeat(true, wins), .. Enumerable.Repeat(false, losses), .. Enumerable.Repeat(true, both)];
        bool[] rival = [.. Enumerable.Repeat(false, wins), .. Enumerable.Repeat(true, losses), .. Enumerable.Repeat(true, both)];
        return Gate.Decide(candidate, new Dictionary<string, IReadOnlyList<bool>> { ["rival"] = rival }, champion, new());
    }
}
