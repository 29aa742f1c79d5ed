using HybridAi.Serve.Simulation;

namespace HybridAi.Tests.Serve.Simulation;

/// <summary>One stream under one rule.</summary>
public class StreamRunTests
{
    private static readonly StreamRows Rows = InventedStream.Rows();

    [Fact]
    public void Who_always_calls_is_as_often_right_as_the_teacher_and_teaches_the_student_most()
    {
        var always = InventedStream.Play(Rows, new EvenRule("always", 1));
        var never = InventedStream.Play(Rows, new EvenRule("never", 0));

        always.End.CallShare.ShouldBe(1);
        always.End.Accuracy.ShouldBe(Rows.Gold.Zip(Rows.Answers, (gold, answer) => gold == answer ? 1.0 : 0).Average(), 1e-12);
        never.End.CallShare.ShouldBe(0);
        never.SeenAgreement.ShouldBeNull();
        always.Agreement.ShouldBeGreaterThan(never.Agreement + 0.1);
    }

    [Fact]
    public void Nobody_is_right_more_often_than_the_one_who_knows()
    {
        var oracle = InventedStream.Play(Rows, new OracleRule(Rows));

        oracle.End.Accuracy.ShouldBeGreaterThan(InventedStream.Play(Rows, new EvenRule("always", 1)).End.Accuracy);
        oracle.End.Accuracy.ShouldBeGreaterThan(InventedStream.Play(Rows, new RouterRule(0.1, 0.9)).End.Accuracy);
    }

    [Fact]
    public void The_agreement_that_random_calls_show_is_that_of_all_texts()
    {
        var run = InventedStream.Play(InventedStream.Rows(2000), new EvenRule("random", 0.3));

        run.SeenAgreement!.Value.ShouldBe(run.Agreement, 0.05);
    }

    [Fact]
    public void The_right_labels_move_the_figures_and_no_call()
    {
        var other = Rows with { Gold = [.. Rows.Gold.Select(gold => (gold + 1) % Rows.LabelNames.Count)] };

        var (told, misled) = (InventedStream.Play(Rows, new RouterRule(0.1, 0.9)), InventedStream.Play(other, new RouterRule(0.1, 0.9)));

        misled.Curve.Select(point => point.CallShare).ShouldBe(told.Curve.Select(point => point.CallShare));
        misled.End.Accuracy.ShouldBeLessThan(told.End.Accuracy);
    }

    [Fact]
    public void A_seed_gives_the_same_run_and_another_another()
    {
        var runs = new[] { 1, 1, 2 }.Select(seed => InventedStream.Play(Rows, new RouterRule(0.1, 0.9), seed)).ToList();

        runs[1].Curve.ShouldBe(runs[0].Curve);
        runs[2].Curve.ShouldNotBe(runs[0].Curve);
    }

    [Fact]
    public void An_answer_that_is_no_label_is_served_and_not_taught()
    {
        var mute = InventedStream.Rows(outside: 1);

        var run = InventedStream.Play(mute, new EvenRule("always", 1));

        run.End.Accuracy.ShouldBe(0);
        run.Agreement.ShouldBe(0);
    }

    [Fact]
    public void The_curve_has_a_point_every_so_many_texts_and_one_at_the_end()
    {
        var run = InventedStream.Play(InventedStream.Rows(120), new EvenRule("always", 1));

        run.Curve.Select(point => point.Items).ShouldBe([50, 100, 120]);
    }
}
