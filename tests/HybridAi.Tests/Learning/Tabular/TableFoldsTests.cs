using HybridAi.Learning.Tabular;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class TableFoldsTests
{
    [Fact]
    public void Every_row_is_held_once_and_each_fold_has_its_share_of_every_label()
    {
        double[] labels = [.. Enumerable.Repeat(0.0, 70), .. Enumerable.Repeat(1.0, 30)];

        var folds = HeldOutFolds.Deal(labels, 2, null, 5, seed: 1);

        folds.SelectMany(rows => rows).Order().ShouldBe(Enumerable.Range(0, 100));
        folds.ShouldAllBe(rows => rows.Length == 20 && rows.Count(row => labels[row] == 1) == 6);
    }

    [Fact]
    public void Each_fold_has_small_and_great_numbers()
    {
        var chance = new Random(1);
        var numbers = Enumerable.Range(0, 500).Select(_ => chance.NextDouble()).ToArray();

        HeldOutFolds.Deal(numbers, 0, null, 5, seed: 1).ShouldAllBe(rows => rows.Count(row => numbers[row] < 0.2) >= 15 && rows.Count(row => numbers[row] > 0.8) >= 15);
    }

    [Fact]
    public void A_group_is_never_parted_and_a_great_one_leaves_no_fold_empty()
    {
        int[] groups = [.. Enumerable.Repeat(0, 60), .. Enumerable.Range(0, 60).Select(row => 1 + row / 3)];

        var folds = HeldOutFolds.Deal(new double[120], 0, groups, 5, seed: 1);

        folds.Count.ShouldBe(5);
        folds.SelectMany((rows, fold) => rows.Select(row => (Group: groups[row], Fold: fold))).Distinct().CountBy(pair => pair.Group).ShouldAllBe(group => group.Value == 1);
        folds.Min(rows => rows.Length).ShouldBeGreaterThan(8);
    }

    [Fact]
    public void There_are_no_more_folds_than_groups() => HeldOutFolds.Deal(new double[9], 0, [1, 1, 1, 2, 2, 2, 3, 3, 3], 5, 1).Count.ShouldBe(3);

    [Fact]
    public void Another_seed_deals_otherwise()
    {
        var numbers = new double[40];

        HeldOutFolds.Deal(numbers, 0, null, 4, 1)[0].ShouldBe(HeldOutFolds.Deal(numbers, 0, null, 4, 1)[0]);
        HeldOutFolds.Deal(numbers, 0, null, 4, 2)[0].ShouldNotBe(HeldOutFolds.Deal(numbers, 0, null, 4, 1)[0]);
    }
}
