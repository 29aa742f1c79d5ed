using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route</c>: tiers and thresholds, chosen on reviewed rows.</summary>
internal static class RouteVerb
{
    public static Command Create() => Verb.Group(
        "route", "Choose the cheapest tiers that hold the floor; test and look at them; roll back.",
        RouteSearchVerb.Search(), RouteSearchVerb.Build(), RouteCertifyVerb.Create(), RouteExplainVerb.Create(), Show(), Rollback(),
        RouteSimulateVerb.Create(), RouteLearnVerb.Create(), RouteSuccessionVerb.Create(), RouteAnswersVerb.Create());

    private static Command Show() => Verb.OverProject("show", "The live route with its evidence.", async (stages, project, _, cancellation) =>
    {
        var live = await stages.Get<RouteStore>().LiveAsync(project.Definition.Name, cancellation);
        if (!live.Succeeded(out var route, out var fault)) return fault;
        RouteTables.Show(route.Definition);
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
