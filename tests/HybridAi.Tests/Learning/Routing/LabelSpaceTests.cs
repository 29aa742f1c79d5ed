using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

public class LabelSpaceTests
{
    [Fact]
    public void A_missing_answer_is_like_no_other()
    {
        LabelSpace.Of(3).Same(TierReply.NoLabel, TierReply.NoLabel).ShouldBeFalse();
        LabelSpace.Of(3).Same(1, 1).ShouldBeTrue();
        LabelSpace.Of(3).Same(1, 2).ShouldBeFalse();
    }

    [Fact]
    public void Numbers_are_the_same_within_the_tolerance()
    {
        var space = LabelSpace.Of([1, 1.5, 3], tolerance: 0.5);

        (space.Same(0, 1), space.Same(1, 2), space.IsNominal).ShouldBe((true, false, false));
        Should.Throw<ArgumentOutOfRangeException>(() => LabelSpace.Of([1], -1));
    }

    [Fact]
    public void A_number_is_as_likely_right_as_all_within_the_tolerance_together()
    {
        var space = LabelSpace.Of([0, 1, 2, 5], 1);
        float[] chances = [0.1f, 0.2f, 0.3f, 0.4f];
        space.Within(1, chances).ShouldBe(0.6, 1e-6);
        space.Within(3, chances).ShouldBe(0.4, 1e-6);
        LabelSpace.Of(4).Within(1, chances).ShouldBe(0.2, 1e-6);
    }
}
