using System.Globalization;
using HybridAi.Llm.Gateway;

namespace HybridAi.Serve.Reporting;

/// <summary>How near a budget is.</summary>
public enum AlarmLevel
{
    /// <summary>There is room, and by the forecast there will be.</summary>
    Quiet,

    /// <summary>By the forecast's interval it may not last.</summary>
    Forecast,

    /// <summary>Four fifths are spent or reserved.</summary>
    Near,

    /// <summary>Nothing is left: calls that cost anything are refused.</summary>
    Exhausted,
}

/// <summary>A budget as a report shows it.</summary>
/// <param name="Scope">Whose calls it caps.</param>
/// <param name="Name">The project's name, the key's id or the tenant's name.</param>
/// <param name="Period">For how long the cap holds.</param>
/// <param name="CapUsd">The cap.</param>
/// <param name="SpentUsd">Spent in the present period.</param>
/// <param name="LeftUsd">Left of it, less what calls under way may cost.</param>
/// <param name="ExpectedUsd">What the period is expected to spend; null without a forecast.</param>
/// <param name="Level">How near it is.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record BudgetAlarm(
    BudgetScope Scope, string Name, BudgetPeriod Period, decimal CapUsd, decimal SpentUsd, decimal LeftUsd, decimal? ExpectedUsd, AlarmLevel Level, string Reason)
{
    private const decimal NearShare = 0.8m;

    /// <summary>The alarm of a budget.</summary>
    /// <param name="state">How the budget stands.</param>
    /// <param name="forecast">What the calls that it caps will have cost this month; null where nobody knows, or for a day.</param>
    internal static BudgetAlarm Of(BudgetState state, SpendForecast? forecast)
    {
        // A budget counts from when it was set, the forecast from the first of the month: what is to come is the same for both.
        var (expected, upper) = forecast is null || state.Name.Period != BudgetPeriod.Month
            ? (null, null)
            : ((decimal?)(state.SpentUsd + forecast.ExpectedUsd - forecast.SpentUsd), (decimal?)(state.SpentUsd + forecast.UpperUsd - forecast.SpentUsd));
        var (level, reason) = (state.CapUsd - state.LeftUsd, state.LeftUsd) switch
        {
            (_, <= 0) => (AlarmLevel.Exhausted, $"Nothing is left until {Day(state.RenewsAt)}: calls that cost anything are refused."),
            (var used, _) when used >= NearShare * state.CapUsd => (AlarmLevel.Near, "Four fifths or more are spent or reserved."),
            _ when expected > state.CapUsd => (AlarmLevel.Forecast, Sentence($"By the forecast {expected:0.00} USD will be spent until {Day(state.RenewsAt)}, more than the cap.")),
            _ when upper > state.CapUsd => (AlarmLevel.Forecast, Sentence($"The forecast's interval, up to {upper:0.00} USD, reaches over the cap.")),
            _ => (AlarmLevel.Quiet, "There is room."),
        };
        return new(state.Name.Scope, state.Name.Name, state.Name.Period, state.CapUsd, state.SpentUsd, state.LeftUsd, expected, level, reason);
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
