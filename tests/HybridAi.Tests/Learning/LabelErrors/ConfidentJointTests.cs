using HybridAi.Learning.LabelErrors;

namespace HybridAi.Tests.Learning.LabelErrors;

public sealed class ConfidentJointTests
{
    // Two labels; rows 0 to 2 were given 0, rows 3 to 5 were given 1. Row 2 looks like a 1.
    private static readonly int[] Given = [0, 0, 0, 1, 1, 1];
    private static readonly float[][] Probabilities = [[0.9f, 0.1f], [0.8f, 0.2f], [0.1f, 0.9f], [0.2f, 0.8f], [0.3f, 0.7f], [0.1f, 0.9f]];

    [Fact]
    public void Thresholds_are_the_mean_self_confidence_by_label()
    {
        var joint = ConfidentJoint.Of(Given, Probabilities);

        joint.Thresholds[0].ShouldBe(0.6, 1e-6);
        joint.Thresholds[1].ShouldBe(0.8, 1e-6);
    }

    [Fact]
    public void The_joint_counts_confident_rows_and_keeps_the_rows_of_each_given_label()
    {
        var joint = ConfidentJoint.Of(Given, Probabilities);

        joint.Joint[0].ShouldBe([2, 1], 1e-9);
        joint.Joint[1].ShouldBe([0, 3], 1e-9);
        joint.Errors.ShouldBe(1);
    }

    [Fact]
    public void Both_prunings_find_the_row_that_looks_like_the_other_label()
    {
        var joint = ConfidentJoint.Of(Given, Probabilities);

        joint.PrunedByClass().ShouldBe([2]);
        joint.PrunedByNoiseRate().ShouldBe([2]);
    }

    [Fact]
    public void A_label_that_nothing_is_confident_of_is_not_called_wrong()
    {
        var joint = ConfidentJoint.Of([0, 1], [[0.5f, 0.5f], [0.5f, 0.5f]]);

        joint.Joint.Sum(row => row.Sum()).ShouldBe(2, 1e-9);
        joint.NoiseOf(0).ShouldBeInRange(0, 1);
    }
}
