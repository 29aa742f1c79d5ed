using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai label</c>: one pass of a labeller over what has no label of it yet.</summary>
internal static class LabelVerb
{
    private const int ReasonsShown = 3;

    public static Command Create()
    {
        var labeller = new Option<string>("--labeller") { Description = "lexical, llm:ALIAS or recorded:MODEL.", Required = true, HelpName = "NAME" };
        var answers = new Option<string?>("--answers") { Description = "For recorded: the file of recorded answers, in place of the settings' one.", HelpName = "FILE" };
        var concurrency = new Option<int>("--concurrency") { Description = "Records in flight at once (1 to 256).", DefaultValueFactory = _ => 8, HelpName = "N" };
        concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--concurrency is between 1 and 256.");
        });
        return Verb.OverProject("label", "Let a labeller propose labels; resumes where it stopped.", async (stages, project, parsed, cancellation) =>
        {
            var reviewed = await stages.Get<ReviewedTexts>().ForTrainingAsync(project.Definition, cancellation);
            var context = new LabellerContext(project.Definition, reviewed, parsed.GetValue(answers));
            if (!stages.Get<LabellerFamily>().Create(parsed.GetRequiredValue(labeller), context).Succeeded(out var chosen, out var fault)) return fault;
            var run = await RunAsync(stages, project.Definition.Name, chosen, parsed.GetValue(concurrency), cancellation);
            Output.Line($"{run.Id}  {run.Labeller}  labelled {Output.Count(run.Labelled)} of {Output.Count(run.Planned)}, failed {Output.Count(run.Failed)}, {Output.Money(run.CostUsd)}");
            await SayFailuresAsync(stages, project.Definition.Name, chosen, run, cancellation);
            return null;
        }, labeller, answers, concurrency);
    }

    private static async Task SayFailuresAsync(Stages stages, string project, ILabeller labeller, LabellingRun run, CancellationToken cancellation)
    {
        if (run.Failed == 0) return;
        var labels = await stages.Get<LabelStore>().OfVersionAsync(project, labeller, cancellation);
        var failures = labels.Values.Where(label => label.Value is null && label.RunId == run.Id).CountBy(label => label.Reason);
        foreach (var (reason, count) in failures.OrderByDescending(failure => failure.Value).Take(ReasonsShown)) Output.Line($"  {Output.Count(count)} failed: {reason}");
        Output.Line("The same command asks for these again.");
    }

    /// <summary>Runs a labeller over all records with a bar.</summary>
    public static Task<LabellingRun> RunAsync(Stages stages, string project, ILabeller labeller, int concurrency, CancellationToken cancellation)
        => Progress.ShowAsync($"label {labeller.Name}", display => stages.Get<LabellingStage>().RunAsync(
            project, labeller, only: null, concurrency,
            new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned, done.CostUsd)), cancellation));
}
