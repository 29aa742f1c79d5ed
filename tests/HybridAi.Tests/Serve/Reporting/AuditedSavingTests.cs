using HybridAi.Serve.Reporting;

namespace HybridAi.Tests.Serve.Reporting;

public class AuditedSavingTests
{
    [Fact]
    public void The_interval_is_students_of_the_mean_times_the_compared()
    {
        // Half cost 1 and half 3 dollars: mean 2, variance 40/39, and Student's 97.5 % quantile at 39 degrees is 2.0227.
        decimal[] costs = [.. Enumerable.Repeat(1m, 20), .. Enumerable.Repeat(3m, 20)];

        var saving = AuditedSaving.Of(costs, compared: 100, costUsd: 150)!;

        (saving.Audits, saving.ReferenceCostUsd, saving.SavedUsd).ShouldBe((40, 200m, 50m));
        var reach = 2.0227 * Math.Sqrt(40.0 / 39 / 40) * 100;
        ((double)saving.ReferenceUpperUsd).ShouldBe(200 + reach, 0.01);
        ((double)saving.SavedLowerUsd).ShouldBe(50 - reach, 0.01);
    }

    [Fact]
    public void A_loss_is_below_zero_with_its_interval()
    {
        var saving = AuditedSaving.Of([.. Enumerable.Repeat(0.001m, 50)], compared: 1_000, costUsd: 3)!;

        (saving.SavedLowerUsd, saving.SavedUsd, saving.SavedUpperUsd).ShouldBe((-2m, -2m, -2m));
    }

    [Theory]
    [InlineData(29, 10, false)]
    [InlineData(30, 10, true)]
    [InlineData(30, 0, false)]
    public void Too_little_says_nothing(int audits, long compared, bool says)
        => (AuditedSaving.Of([.. Enumerable.Repeat(1m, audits)], compared, 1) is not null).ShouldBe(says);
}
