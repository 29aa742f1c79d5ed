using HybridAi.Serve.Simulation;

namespace HybridAi.Tests.Serve.Simulation;

/// <summary>When the router calls the teacher.</summary>
public class RouterRuleTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void The_router_is_worth_more_than_as_many_calls_at_random(double lambda)
    {
        var rows = InventedStream.Rows(1500);

        var router = InventedStream.Play(rows, new RouterRule(lambda, 0.9)).End;
        var random = InventedStream.Play(rows, new EvenRule("random", router.CallShare)).End;

        router.CallShare.ShouldBeInRange(0.02, 0.98);
        router.Accuracy.ShouldBeGreaterThan(random.Accuracy + 0.01);
    }

    [Fact]
    public void A_dearer_call_is_made_less_often()
    {
        var rows = InventedStream.Rows(1500);

        var shares = new[] { 0.02, 0.1, 0.3, 0.8 }.Select(lambda => InventedStream.Play(rows, new RouterRule(lambda, 0.9)).End.CallShare).ToList();

        shares.ShouldBeInOrder(SortDirection.Descending);
        shares[0].ShouldBeGreaterThan(shares[^1] + 0.05);
    }

    [Fact]
    public void A_student_that_is_as_good_as_the_teacher_is_left_alone_but_for_chance()
    {
        var rule = new RouterRule(0.1, 0.8);
        var sure = new StudentView(0, 6, 6, 0.1, 1, 5000);

        var chances = Enumerable.Range(0, 400).Select(before => rule.ChanceOfCall(new(0, "text", sure, before, 0))).ToList();

        chances.ShouldAllBe(chance => chance > 0 && chance <= 0.05);
        chances[^1].ShouldBeLessThan(chances[0]);
    }

    [Fact]
    public void A_label_is_worth_more_the_more_texts_are_to_come()
    {
        var (early, late) = (new RouterRule(0.3, 0.9), new RouterRule(0.3, 0.9));
        var doubtful = new StudentView(0, 1, 1, 1, 1, 200);

        early.ChanceOfCall(new(0, "text", doubtful, 0, 10_000)).ShouldBe(1);
        late.ChanceOfCall(new(0, "text", doubtful, 0, 0)).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Calls_teach_how_far_the_student_is_to_be_believed()
    {
        var (believed, doubted) = (new AgreementModel(), new AgreementModel());
        var view = new StudentView(0, 0, 0, 1, 0.5, 400);
        for (var call = 0; call < 100; call++)
        {
            believed.Add(view, call % 10 != 0);
            doubted.Add(view, call % 10 == 0);
        }

        new AgreementModel().Chance(view).ShouldBe(0.5, 1e-12);
        believed.Chance(view).ShouldBe(0.9, 0.03);
        doubted.Chance(view).ShouldBe(0.1, 0.03);
    }
}
