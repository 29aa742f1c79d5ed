using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Labelling;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai aggregate</c>: one label a record out of what all labellers and people said.</summary>
internal static class AggregateVerb
{
    public static Command Create()
    {
        var method = new Option<string?>("--method")
        {
            Description = $"{string.Join(", ", AggregateStage.MethodNames)} (default: the one that people's labels speak for).", HelpName = "NAME",
        };
        return Verb.OverProject("aggregate", "Make one label a record out of what all labellers and people said.", async (stages, project, parsed, cancellation) =>
        {
            var name = project.Definition.Name;
            var stage = stages.Get<AggregateStage>();
            var made = await stage.CreateAsync(project.Definition, parsed.GetValue(method), cancellation);
            if (!made.Succeeded(out var labeller, out var fault)) return fault;
            var run = await Progress.ShowAsync("aggregate", display => stage.RunAsync(
                name, labeller, new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned)), cancellation));
            Output.Line($"{run.Id}  {run.Labeller}  labelled {Output.Count(run.Labelled)} of {Output.Count(run.Planned)}");
            Output.Line(labeller.Choice.Reason);
            if (labeller.Choice.Warning is { } warning) Output.Line(warning);
            return run.Fault;
        }, method);
    }
}
