using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Succession;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route learn</c>: a new model and a new route from what is labelled now.</summary>
internal static class RouteLearnVerb
{
    public static Command Create()
    {
        var reason = new Option<string>("--reason") { Description = "Why, for the history.", DefaultValueFactory = _ => "asked for at the command line", HelpName = "TEXT" };
        return Verb.OverProject("learn", "Freeze, train, choose a route, and try it beside the live one.", async (stages, project, parsed, cancellation) =>
        {
            var why = parsed.GetRequiredValue(reason);
            await stages.Get<RetrainingStore>().AddAsync(project.Definition.Name, why, "command line", cancellation);
            var learned = await Progress.ShowAsync("learn", display => stages.Get<LearnAgain>().RunAsync(
                project, why, Payer.Project,
                new StageProgress<LearnStep>(display, step => new((long)((step.Done ?? 0) * 100), step.Done is null ? null : 100, Phase: step.Phase)), cancellation));
            if (!learned.Succeeded(out var ended, out var fault)) return fault;
            Output.Line($"dataset {ended.Dataset[..8]}, model {ended.Model[..8]}: {ended.Gate}");
            Output.Line($"route {ended.Route[..12]}: {ended.Reason}");
            return null;
        }, reason);
    }
}
