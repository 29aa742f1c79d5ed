namespace HybridAi.Serve.Reporting;

/// <summary>The three reports of one scope.</summary>
/// <param name="Spending">What was spent.</param>
/// <param name="Latency">How fast predictions were.</param>
/// <param name="Quality">How often answers were right.</param>
public sealed record ReportSet(SpendingReport Spending, LatencyReport Latency, QualityReport Quality);

/// <summary>Makes the three reports of one scope together.</summary>
public sealed class ReportPages(SpendingReports spending, LatencyReports latency, QualityReports quality)
{
    /// <summary>The three reports.</summary>
    /// <param name="scope">The projects and the period.</param>
    /// <param name="objective">What is asked of the speed of answers.</param>
    /// <param name="everyBudget">Whether budgets of keys and tenants are shown, which span projects.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<ReportSet> MakeAsync(ReportScope scope, LatencyObjective objective, bool everyBudget, CancellationToken cancellation) => new(
        await spending.MakeAsync(scope, everyBudget, cancellation), await latency.MakeAsync(scope, objective, cancellation), await quality.MakeAsync(scope, cancellation));
}
