using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary>What a route is to be chosen from and what it must hold, as options.</summary>
internal sealed class RouteOptions
{
    private const string CrossFitted = "cross-fitted";
    private const string HeldOut = "held-out";

    private readonly Option<string[]> _tiers = new("--tiers")
    {
        Description = "The cheapest first, the reference last: lexical, classical, small-llm, large-llm, person, each with =LABELLER where it is not the usual one.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TIER",
        DefaultValueFactory = _ => [TierNames.Classical, TierNames.LargeLlm],
    };

    private readonly Option<decimal?> _personPrice = new("--person-usd") { Description = "What one answer of a person costs (default: unknown).", HelpName = "USD" };
    private readonly Option<double> _margin = new("--margin") { Description = "How far below the reference's accuracy the floor lies.", DefaultValueFactory = _ => 0.01, HelpName = "SHARE" };
    private readonly Option<double> _confidence = new("--confidence") { Description = "One-sided confidence that the floor is held.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
    private readonly Option<string> _certify = new("--certify") { Description = "cross-fitted: every row judges; held-out: half of them, and what was judged is exactly what goes live.", DefaultValueFactory = _ => CrossFitted, HelpName = "HOW" };
    private readonly Option<double?> _latency = new("--max-latency-ms") { Description = "95 of 100 inputs must be answered within so many milliseconds (default: no limit).", HelpName = "MS" };
    private readonly Option<decimal?> _budget = new("--budget-usd") { Description = "Mean cost of an input that may be spent on better answers than the floor asks for (default: as little as possible).", HelpName = "USD" };
    private readonly Option<string[]> _slices = new("--slice-field") { Description = "Each value of this field or category column of the records is protected: the floor is shown within it too. Repeatable.", HelpName = "FIELD", DefaultValueFactory = _ => [] };
    private readonly Option<double?> _sliceMargin = new("--slice-margin") { Description = "How far below the reference the floor lies within each slice (default: --margin).", HelpName = "SHARE" };
    private readonly Option<double?> _tolerance = new("--tolerance") { Description = "A number is right when no further than this from the true one (default: 0; projects of kind score or tabular-regression).", HelpName = "X" };
    private readonly Option<int> _seed = CommonOptions.Seed();

    public Option<string?> Dataset { get; } = new("--dataset") { Description = "The dataset whose reviewed held-out rows decide (default: the newest).", HelpName = "HASH" };

    public IEnumerable<Symbol> All => [_tiers, _personPrice, Dataset, _margin, _confidence, _certify, _latency, _budget, _slices, _sliceMargin, _tolerance, _seed];

    public Outcome<IReadOnlyList<TierChoice>> Tiers(ParseResult parsed)
    {
        var price = parsed.GetValue(_personPrice);
        if (price < 0) return Fault.BadInput("price-range", "A price is not below 0.", _personPrice.Name);
        var choices = new List<TierChoice>();
        foreach (var text in parsed.GetRequiredValue(_tiers))
        {
            if (!TierChoice.Parse(text).Succeeded(out var choice, out var fault)) return fault;
            choices.Add(choice.Tier == TierNames.Person ? choice with { CostPerCallUsd = price } : choice);
        }

        return choices;
    }

    public Outcome<RouteSettings> Settings(ParseResult parsed)
    {
        var settings = new RouteSettings(
            parsed.GetValue(_margin), parsed.GetValue(_confidence), parsed.GetValue(_seed), default, parsed.GetValue(_latency), parsed.GetValue(_budget), parsed.GetValue(_sliceMargin), parsed.GetValue(_tolerance),
            SliceFields: parsed.GetValue(_slices) is { Length: > 0 } fields ? fields : null);
        if (settings.Margin is not (> 0 and <= 0.5)) return Fault.BadInput("margin-range", "The margin is above 0 and at most 0.5.", _margin.Name);
        if (settings.Confidence is not (>= 0.5 and <= 0.9999)) return Fault.BadInput("confidence-range", "The confidence is from 0.5 to 0.9999.", _confidence.Name);
        if (settings.MaxLatencyMs is not (null or > 0)) return Fault.BadInput("latency-range", "The limit is above 0.", _latency.Name);
        if (settings.BudgetUsd is not (null or > 0)) return Fault.BadInput("budget-range", "The budget is above 0.", _budget.Name);
        if (settings.SliceMargin is not (null or (> 0 and <= 0.5))) return Fault.BadInput("margin-range", "The margin is above 0 and at most 0.5.", _sliceMargin.Name);
        if (settings.Tolerance is not (null or >= 0)) return Fault.BadInput("tolerance-range", "The tolerance is not below 0.", _tolerance.Name);
        return parsed.GetValue(_certify) switch
        {
            CrossFitted => settings with { Showing = Showing.CrossFitted },
            HeldOut => settings with { Showing = Showing.HeldOut },
            var other => Fault.BadInput("certify-unknown", $"'{other}' is neither {CrossFitted} nor {HeldOut}.", _certify.Name),
        };
    }
}
