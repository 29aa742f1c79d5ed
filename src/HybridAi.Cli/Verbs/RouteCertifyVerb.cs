using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Labelling;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route certify</c>: a stored route, tested again on rows that it was not made on.</summary>
internal static class RouteCertifyVerb
{
    public static Command Create()
    {
        var route = new Argument<string?>("hash") { Description = "The route (default: the live one).", Arity = ArgumentArity.ZeroOrOne };
        var dataset = new Option<string?>("--dataset") { Description = "The dataset whose reviewed rows judge (default: the newest).", HelpName = "HASH" };
        var json = CommonOptions.Json();
        return Verb.OverProject("certify", "Test a stored route again, as it stands, on reviewed rows that it was not made on.", async (stages, project, parsed, cancellation) =>
        {
            var tested = await Progress.ShowAsync("certify", display => stages.Get<RouteRetest>().RunAsync(
                project.Definition.Name, parsed.GetValue(route), parsed.GetValue(dataset), Payer.Project,
                new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned, done.CostUsd)), cancellation));
            if (!tested.Succeeded(out var seen, out var fault)) return fault;
            var certificate = seen.Certificate;
            Output.Table($"{seen.Route[..12]} on dataset {seen.Dataset[..12]}", ["rows", "route", "reference", "only the route right", "only the reference", "difference at least", "rows that would do"],
            [
                [
                    Output.Count(certificate.Rows), Output.Percent(seen.Accuracy), Output.Percent(seen.ReferenceAccuracy), Output.Count(certificate.Wins), Output.Count(certificate.Losses),
                    Output.Percent(certificate.DifferenceAtLeast), certificate.RowsNeeded is { } needed ? Output.Count(needed) : "",
                ],
            ]);
            RouteTables.Show(certificate);
            return await Output.WriteJsonAsync(parsed.GetValue(json), seen, cancellation);
        }, route, dataset, json);
    }
}
