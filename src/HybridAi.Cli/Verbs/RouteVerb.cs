using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route</c>: tiers and thresholds, chosen on reviewed rows.</summary>
internal static class RouteVerb
{
    public static Command Create() => Verb.Group(
        "route", "Choose the cheapest tiers that hold the floor; look at them; roll back.",
        Build(), Show(), Rollback(), RouteLearnVerb.Create(), RouteSuccessionVerb.Create(), RouteSimulateVerb.Create());

    private static Command Build()
    {
        var tiers = new Option<string[]>("--tiers")
        {
            Description = "The cheapest first, the reference last: lexical, classical, small-llm, large-llm, each with =LABELLER where it is not the usual one.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "TIER",
            DefaultValueFactory = _ => [TierNames.Classical, TierNames.LargeLlm],
        };
        var dataset = new Option<string?>("--dataset") { Description = "The dataset whose reviewed held-out rows decide (default: the newest).", HelpName = "HASH" };
        var margin = new Option<double>("--margin") { Description = "How far below the reference's accuracy the floor lies.", DefaultValueFactory = _ => 0.01, HelpName = "SHARE" };
        var confidence = new Option<double>("--confidence") { Description = "One-sided confidence that the floor is held.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
        var (seed, notLive) = (CommonOptions.Seed(), new Option<bool>("--not-live") { Description = "Only save the route." });
        return Verb.OverProject("build", "Ask the tiers for the reviewed held-out rows, choose thresholds, go live.", async (stages, project, parsed, cancellation) =>
        {
            if (parsed.GetValue(margin) is not (> 0 and <= 0.5)) return Fault.BadInput("margin-range", "The margin is above 0 and at most 0.5.", "--margin");
            if (parsed.GetValue(confidence) is not (>= 0.5 and < 1)) return Fault.BadInput("confidence-range", "The confidence is at least 0.5 and below 1.", "--confidence");
            var loaded = await stages.Get<DatasetStore>().LoadAsync(project.Definition.Name, parsed.GetValue(dataset), cancellation);
            if (!loaded.Succeeded(out var frozen, out var fault)) return fault;
            var choices = new List<TierChoice>();
            foreach (var text in parsed.GetRequiredValue(tiers))
            {
                if (!TierChoice.Parse(text).Succeeded(out var choice, out fault)) return fault;
                choices.Add(choice);
            }

            var settings = new RouteSettings(parsed.GetValue(margin), parsed.GetValue(confidence), parsed.GetValue(seed));
            var built = await RunAsync(stages, project, frozen, choices, settings, cancellation);
            if (!built.Succeeded(out var route, out fault)) return fault;
            Show(route.Definition);
            if (parsed.GetValue(notLive)) return null;
            return (await stages.Get<RouteStore>().MakeLiveAsync(project.Definition.Name, route.Hash, "built at the command line", cancellation)).Fault;
        }, tiers, dataset, margin, confidence, seed, notLive);
    }

    /// <summary>Chooses a route with a bar.</summary>
    public static async Task<Outcome<StoredRoute>> RunAsync(
        Stages stages, ProjectVersion project, Dataset dataset, IReadOnlyList<TierChoice> choices, RouteSettings settings, CancellationToken cancellation)
    {
        var plan = stages.Get<TierPlan>();
        if (!(await plan.ResolveAsync(project.Definition, choices, cancellation)).Succeeded(out var resolved, out var fault)) return fault;
        if (!(await plan.OpenAsync(project.Definition, dataset.Manifest.Hash, resolved, cancellation)).Succeeded(out var tiers, out fault)) return fault;
        return await Progress.ShowAsync("route", display => stages.Get<RouteStage>().RunAsync(
            project, dataset, tiers, settings,
            new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned, done.CostUsd)),
            new StageProgress<double>(display, done => new(0, null, Phase: $"search {done:P0}")), cancellation));
    }

    public static void Show(Route route)
    {
        Output.Line($"{route.Hash()[..12]}  {route}   (reference {route.Reference.Tier}, margin {Output.Percent(route.Evidence.Certificate.Margin)})");
        Output.Table("On reviewed rows", ["", "rows", "accuracy", "reference", "floor", "shares", "cost per 1,000", "reference's"],
        [
            .. Judgement("chosen on", route.Evidence.Calibration),
            .. Judgement("judged on", route.Evidence.Test),
        ]);
        Output.Line($"{route.Evidence.Certificate.State}: {route.Evidence.Certificate.Reason}");
        Output.Line(route.Evidence.Certificate.Method);
        foreach (var note in route.Evidence.Notes) Output.Line($"note: {note}");
    }

    private static IEnumerable<string[]> Judgement(string name, RouteJudgement? judgement)
    {
        if (judgement is null) return [];
        var shares = string.Join(", ", judgement.Shares.Select(share => $"{share.Key} {Output.Percent(share.Value)}"));
        return
        [
            [
                name, Output.Count(judgement.Rows), Output.Percent(judgement.Accuracy), Output.Percent(judgement.ReferenceAccuracy), Output.Percent(judgement.Floor),
                shares, Output.Money(judgement.CostPer1000Usd), Output.Money(judgement.ReferenceCostPer1000Usd),
            ],
        ];
    }

    private static Command Show() => Verb.OverProject("show", "The live route with its evidence.", async (stages, project, _, cancellation) =>
    {
        var live = await stages.Get<RouteStore>().LiveAsync(project.Definition.Name, cancellation);
        if (!live.Succeeded(out var route, out var fault)) return fault;
        Show(route.Definition);
        return null;
    });

    private static Command Rollback()
    {
        var reason = new Option<string>("--reason") { Description = "Why, for the history.", DefaultValueFactory = _ => "rolled back at the command line", HelpName = "TEXT" };
        return Verb.OverProject("rollback", "Go back to the route before this one.", async (stages, project, parsed, cancellation) =>
        {
            var back = await stages.Get<RouteStore>().RollbackAsync(project.Definition.Name, parsed.GetRequiredValue(reason), cancellation);
            if (!back.Succeeded(out var route, out var fault)) return fault;
            Output.Line($"{route.Hash[..12]}  {route.Definition} is live now");
            return null;
        }, reason);
    }
}
