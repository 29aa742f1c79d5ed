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
}
