namespace HybridAi.Llm.Gateway;

/// <summary>Whose calls a budget caps.</summary>
public enum BudgetScope
{
    /// <summary>Those for one project.</summary>
    Project,

    /// <summary>Those made with one API key; the budget names the key's id, never the key.</summary>
    Key,

    /// <summary>Those of one tenant.</summary>
    Tenant,
}

/// <summary>For how long a cap holds before it starts anew, by the calendar of UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From the first of a month to the first of the next.</summary>
    Month,
}

/// <summary>What a cap is on.</summary>
/// <param name="Scope">Whose calls.</param>
/// <param name="Name">The project's name, the key's id or the tenant's name.</param>
/// <param name="Period">For how long.</param>
public sealed record BudgetName(BudgetScope Scope, string Name, BudgetPeriod Period)
{
    /// <summary>The name in the words of addresses and columns, such as <c>project</c>, <c>mail</c>, <c>day</c>; the fault is <c>budget-name</c>.</summary>
    public static Outcome<BudgetName> Parse(string scope, string name, string period)
    {
        var (scopes, periods) = (Enum.GetValues<BudgetScope>(), Enum.GetValues<BudgetPeriod>());
        if (Array.FindIndex(scopes, each => Words.Of(each) == scope) is var i && i < 0)
            return Fault.BadInput("budget-name", $"A budget is for one of {string.Join(", ", scopes.Select(Words.Of))}, not for '{scope}'.", "scope");
        if (Array.FindIndex(periods, each => Words.Of(each) == period) is var j && j < 0)
            return Fault.BadInput("budget-name", $"A budget's period is one of {string.Join(", ", periods.Select(Words.Of))}, not '{period}'.", "period");
        return new BudgetName(scopes[i], name, periods[j]);
    }

    /// <summary>In words: <c>the day's budget of project 'mail'</c>.</summary>
    public override string ToString() => $"the {Words.Of(Period)}'s budget of {Words.Of(Scope)} '{Name}'";
}

/// <summary>A cap on what model calls may cost.</summary>
/// <param name="Name">What it is on.</param>
/// <param name="CapUsd">At most so many US dollars a period; 0 forbids every call that costs anything.</param>
public sealed record Budget(BudgetName Name, decimal CapUsd);

/// <summary>How a budget stands in the present period. Cap, spent and reserved are sums of the same calls, so they can be compared.</summary>
/// <param name="Name">What it is on.</param>
/// <param name="CapUsd">The cap.</param>
/// <param name="SpentUsd">What calls have cost since the budget was set.</param>
/// <param name="AssumedUsd">The part of it that no provider confirmed: calls that broke or whose process died, charged at the most they can have cost.</param>
/// <param name="ReservedUsd">What calls under way may cost at most.</param>
/// <param name="StartedAt">When the period began.</param>
/// <param name="RenewsAt">When the next one begins.</param>
public sealed record BudgetState(
    BudgetName Name, decimal CapUsd, decimal SpentUsd, decimal AssumedUsd, decimal ReservedUsd, DateTimeOffset StartedAt, DateTimeOffset RenewsAt)
{
    /// <summary>What a call may still cost; below zero where the cap was lowered under what is spent.</summary>
    public decimal LeftUsd => CapUsd - SpentUsd - ReservedUsd;
}

/// <summary>Scopes and periods as they stand in columns, addresses and sentences.</summary>
internal static class Words
{
    public static string Of(BudgetScope scope) => scope.ToString().ToLowerInvariant();

    public static string Of(BudgetPeriod period) => period.ToString().ToLowerInvariant();

    public static DateTimeOffset StartOf(BudgetPeriod period, DateTimeOffset moment)
    {
        var day = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero);
        return period == BudgetPeriod.Day ? day : day.AddDays(1 - day.Day);
    }

    public static DateTimeOffset EndOf(BudgetPeriod period, DateTimeOffset start) => period == BudgetPeriod.Day ? start.AddDays(1) : start.AddMonths(1);
}
