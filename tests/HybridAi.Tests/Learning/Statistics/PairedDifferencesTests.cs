using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class PairedDifferencesTests
{
    [Fact]
    public void Rows_are_counted_by_who_was_right()
    {
        var seen = PairedDifferences.Of([1, 0, -1, 0, 1, 0, 0, 1]);

        seen.ShouldBe(new PairedDifferences(8, 3, 1));
        (seen.Differing, seen.Mean).ShouldBe((4, 0.25));
        seen.Exchange().ShouldBe(new PairedDifferences(8, 1, 3));
        PairedDifferences.Of([]).Mean.ShouldBe(0);
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PairedDifferences.Of([2]));
        Should.Throw<ArgumentOutOfRangeException>(() => new PairedDifferences(3, 2, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new PairedDifferences(3, -1, 2));
    }
}
