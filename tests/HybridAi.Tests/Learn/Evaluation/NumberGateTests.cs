using HybridAi.Learn.Evaluation;

namespace HybridAi.Tests.Learn.Evaluation;

public class NumberGateTests
{
    private static readonly GateSettings Within2 = new(Tolerance: 2);

    [Fact]
    public void A_smaller_mean_error_is_promoted_with_the_share_within_the_tolerance()
    {
        var decision = NumberGate.Decide(Errors(60, 1), Errors(60, 4), null, Within2);

        (decision.Promoted, decision.Accuracy, decision.Wins, decision.Losses, decision.Rows).ShouldBe((true, 1, 60, 0, 60));
        decision.Baselines.Single().ShouldBe(new BaselineAccuracy("median", 0));
        decision.Reason.ShouldStartWith("Better than its baseline: mean error 1 on 60 reviewed test rows, median 4; within 2 on 100.0 %");
    }

    [Fact]
    public void Being_closer_on_most_rows_does_not_outweigh_a_greater_mean_error()
    {
        // Nearer on 50 of 60 rows by a little, further off on ten by a lot.
        double[] candidate = [.. Enumerable.Repeat(1.0, 50), .. Enumerable.Repeat(40.0, 10)];

        var decision = NumberGate.Decide(candidate, Errors(60, 2), null, Within2);

        decision.Promoted.ShouldBeFalse();
        decision.Reason.ShouldStartWith("Not shown to be better than its baseline");
    }

    [Fact]
    public void A_champion_with_a_smaller_error_stays()
    {
        NumberGate.Decide(Errors(60, 2), Errors(60, 9), Errors(60, 1), Within2).Reason.ShouldContain("but the champion's mean error on the same rows is smaller: 1.");
        NumberGate.Decide(Errors(60, 2), Errors(60, 9), Errors(60, 2), Within2).Promoted.ShouldBeTrue();
    }

    [Fact]
    public void Too_few_rows_are_not_judged()
    {
        NumberGate.Decide([], [], null, Within2).Reason.ShouldContain("review at least 30 more");
        NumberGate.Decide(Errors(29, 0), Errors(29, 9), null, Within2).Promoted.ShouldBeFalse();
    }

    private static double[] Errors(int rows, double error) => [.. Enumerable.Repeat(error, rows)];
}
