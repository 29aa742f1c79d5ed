using System.CommandLine;
using HybridAi.Api;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route search</c> and <c>build</c>: the same choice, shown or made live.</summary>
internal static class RouteSearchVerb
{
    public static Command Search()
    {
        var (options, json) = (new RouteOptions(), CommonOptions.Json());
        return Verb.OverProject("search", "Show what there is to choose from and what would be chosen; keep nothing.", async (stages, project, parsed, cancellation) =>
        {
            if (!(await ChooseAsync(stages, project, options, parsed, cancellation)).Succeeded(out var route, out var fault)) return fault;
            RouteTables.Front(route.Evidence.Front);
            RouteTables.Show(route);
            return await Output.WriteJsonAsync(parsed.GetValue(json), RouteAnswer.Of(new(route.Hash(), route, stages.Get<TimeProvider>().GetUtcNow())), cancellation);
        }, [.. options.All, json]);
    }

    public static Command Build()
    {
        var (options, notLive) = (new RouteOptions(), new Option<bool>("--not-live") { Description = "Only save the route." });
        return Verb.OverProject("build", "Ask the tiers for the reviewed held-out rows, choose thresholds, go live.", async (stages, project, parsed, cancellation) =>
        {
            if (!(await ChooseAsync(stages, project, options, parsed, cancellation)).Succeeded(out var chosen, out var fault)) return fault;
            var route = await stages.Get<RouteStore>().SaveAsync(chosen, cancellation);
            RouteTables.Show(route.Definition);
            if (parsed.GetValue(notLive)) return null;
            return (await stages.Get<RouteStore>().MakeLiveAsync(project.Definition.Name, route.Hash, "built at the command line", cancellation)).Fault;
        }, [.. options.All, notLive]);
    }

    /// <summary>Chooses a route with a bar.</summary>
    public static async Task<Outcome<Route>> ChooseAsync(
        Stages stages, ProjectVersion project, Dataset dataset, IReadOnlyList<TierChoice> choices, RouteSettings settings, CancellationToken cancellation)
    {
        var plan = stages.Get<TierPlan>();
        if (!(await plan.ResolveAsync(project.Definition, choices, cancellation)).Succeeded(out var resolved, out var fault)) return fault;
        if (!(await plan.OpenAsync(project.Definition, dataset.Manifest.Hash, resolved, cancellation)).Succeeded(out var tiers, out fault)) return fault;
        return await Progress.ShowAsync("route", display => stages.Get<RouteStage>().ChooseAsync(
            project, dataset, tiers, settings,
            new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned, done.CostUsd)),
            new StageProgress<double>(display, done => new(0, null, Phase: $"search {done:P0}")), cancellation));
    }

    private static async Task<Outcome<Route>> ChooseAsync(Stages stages, ProjectVersion project, RouteOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        if (!options.Settings(parsed).Succeeded(out var settings, out var fault)) return fault;
        if (!options.Tiers(parsed).Succeeded(out var choices, out fault)) return fault;
        var loaded = await stages.Get<DatasetStore>().LoadAsync(project.Definition.Name, parsed.GetValue(options.Dataset), cancellation);
        return loaded.Succeeded(out var dataset, out fault) ? await ChooseAsync(stages, project, dataset, choices, settings, cancellation) : fault;
    }
}
