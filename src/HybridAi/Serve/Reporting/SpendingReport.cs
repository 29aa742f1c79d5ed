namespace HybridAi.Serve.Reporting;

/// <summary>What was spent, on what and for whom; what it saved; where the month is going. What is not known is null, and counted as unknown.</summary>
/// <param name="Projects">The projects that it is about.</param>
/// <param name="From">Calls and predictions from then on; null: from the first.</param>
/// <param name="Until">Calls and predictions before then; null: to the last.</param>
/// <param name="MadeAt">When the report was made; forecast and budgets are of that moment whatever the period.</param>
/// <param name="Total">All model calls: the provider's bill.</param>
/// <param name="ByProject">The bill by project.</param>
/// <param name="ByPurpose">The bill by what the call was for.</param>
/// <param name="ByModel">The bill by model.</param>
/// <param name="ByKey">The bill by API key.</param>
/// <param name="ByTenant">The bill by tenant.</param>
/// <param name="ByDay">The bill by day of UTC, the oldest first; days without a call are left out.</param>
/// <param name="ByTier">Predictions by the tier whose answer stood, with the cost of tiers asked before. Another cut than the bill: recorded answers have a price here.</param>
/// <param name="Savings">Cost against "everything to the reference", by project.</param>
/// <param name="Forecast">What the month will have cost; null where too little is known, for the reason among the notes.</param>
/// <param name="Budgets">Budgets and how near they are.</param>
/// <param name="Notes">What a careful reader must know.</param>
public sealed record SpendingReport(
    IReadOnlyList<string> Projects,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    DateTimeOffset MadeAt,
    SpendLine Total,
    IReadOnlyList<SpendLine> ByProject,
    IReadOnlyList<SpendLine> ByPurpose,
    IReadOnlyList<SpendLine> ByModel,
    IReadOnlyList<SpendLine> ByKey,
    IReadOnlyList<SpendLine> ByTenant,
    IReadOnlyList<SpendLine> ByDay,
    IReadOnlyList<SpendLine> ByTier,
    IReadOnlyList<ProjectSaving> Savings,
    SpendForecast? Forecast,
    IReadOnlyList<BudgetAlarm> Budgets,
    IReadOnlyList<string> Notes);

/// <summary>One part of the spending.</summary>
/// <param name="Name">The project, model, key, tenant, day or tier; <c>(none)</c> for calls without one.</param>
/// <param name="Count">Calls or predictions.</param>
/// <param name="CostUsd">Their known cost in US dollars.</param>
/// <param name="UnknownCosts">How many of them have no known cost.</param>
public sealed record SpendLine(string Name, long Count, decimal CostUsd, long UnknownCosts)
{
    /// <summary>The name of what belongs to no key or tenant.</summary>
    public const string None = "(none)";
}

/// <summary>What a project's routes saved.</summary>
/// <param name="Project">The project.</param>
/// <param name="Estimate">By the reference's mean cost on the rows that the routes were chosen on.</param>
/// <param name="Audited">By what the reference cost on audited predictions, with an interval; null where too few were heard.</param>
public sealed record ProjectSaving(string Project, Saving Estimate, AuditedSaving? Audited);
