using FsCheck;
using FsCheck.Fluent;
using HybridAi.Curate.Labelling;

namespace HybridAi.Tests.Curate.Labelling;

public class CostShareTests
{
    [Fact]
    public void Shares_sum_to_the_whole_exactly_and_none_is_negative()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(),
            (whole, weights) =>
            {
                var shares = CostShare.Of((long)whole.Get, [.. weights.Get.Select(weight => (long)weight.Get)]);
                return shares.Sum() == whole.Get && shares.All(share => share >= 0);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Larger_records_bear_more() => CostShare.Of(100L, [1, 3]).ShouldBe([25, 75]);

    [Fact]
    public void An_unknown_cost_is_unknown_for_each() => CostShare.Of((decimal?)null, [1, 3]).ShouldBe([null, null]);
}
