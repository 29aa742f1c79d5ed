using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
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
        var estimate = new Option<bool>("--estimate") { Description = "Say what it may cost and how long it may take, and stop." };
        var pilot = new Option<int>("--pilot") { Description = "Label so many records first, for pay and for keeps: the estimate then rests on them.", HelpName = "N" };
        var above = new Option<decimal?>("--confirm-above")
        {
            Description = "Ask before a run that may cost more than this (default: the settings' ConfirmAboveUsd).", HelpName = "USD",
        };
        var yes = new Option<bool>("--yes") { Description = "Don't ask." };
        var attempts = new Option<int>("--max-attempts")
        {
            Description = "How often a record is asked for, over all runs, before it stays with its reason.", DefaultValueFactory = _ => LabellingStage.UsualAttempts, HelpName = "N",
        };
        attempts.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100) result.AddError("--max-attempts is between 1 and 100.");
        });
        var ask = new AskOptions();
        var json = CommonOptions.Json();
        concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--concurrency is between 1 and 256.");
        });
        pilot.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 10_000) result.AddError("--pilot is between 0 and 10,000.");
        });
        return Verb.OverProject("label", "Let a labeller propose labels; resumes where it stopped.", async (stages, project, parsed, cancellation) =>
        {
            var name = project.Definition.Name;
            var reviewed = await stages.Get<ReviewedTexts>().ForTrainingAsync(project.Definition, cancellation);
            var context = new LabellerContext(project.Definition, reviewed, parsed.GetValue(answers)) { Ask = ask.Read(parsed) };
            if (!stages.Get<LabellerFamily>().Create(parsed.GetRequiredValue(labeller), context).Succeeded(out var chosen, out var fault)) return fault;
            var estimator = stages.Get<LabellingEstimator>();
            var limit = parsed.GetValue(above) ?? stages.Get<HybridAiOptions>().Llm.ConfirmAboveUsd;
            if (parsed.GetValue(pilot) is > 0 and var count)
            {
                var few = await estimator.PilotAsync(name, chosen, count, cancellation);
                var fewExpected = await estimator.EstimateAsync(name, chosen, few, parsed.GetValue(concurrency), cancellation);
                if (!parsed.GetValue(yes) && LabelConfirmation.Ask(fewExpected, limit) is { } tooMuch) return tooMuch;
                var piloted = await RunAsync(stages, name, chosen, parsed.GetValue(concurrency), parsed.GetValue(attempts), cancellation, record => few.Contains(record.Id));
                await SayAsync(stages, chosen, piloted, cancellation);
                if (piloted.Fault is { } stopped) return stopped;
            }

            var expected = await estimator.EstimateAsync(name, chosen, only: null, parsed.GetValue(concurrency), cancellation);
            if (await Output.WriteJsonAsync(parsed.GetValue(json), expected, cancellation) is { } unwritten) return unwritten;
            if (parsed.GetValue(estimate))
            {
                LabelConfirmation.Show(expected);
                return null;
            }

            if (!parsed.GetValue(yes) && LabelConfirmation.Ask(expected, limit) is { } unconfirmed) return unconfirmed;
            var run = await RunAsync(stages, name, chosen, parsed.GetValue(concurrency), parsed.GetValue(attempts), cancellation);
            await SayAsync(stages, chosen, run, cancellation);
            return run.Fault;
        }, [labeller, answers, concurrency, attempts, .. ask.All, estimate, pilot, above, yes, json]);
    }

    private static async Task SayAsync(Stages stages, ILabeller labeller, LabellingRun run, CancellationToken cancellation)
    {
        Output.Line($"{run.Id}  {run.Labeller}  labelled {Output.Count(run.Labelled)} of {Output.Count(run.Planned)}, failed {Output.Count(run.Failed)}, {Output.Money(run.CostUsd)}");
        if (run.Failed == 0) return;
        var labels = await stages.Get<LabelStore>().OfVersionAsync(run.Project, labeller, cancellation);
        var failures = labels.Values.Where(label => label.Value is null && label.RunId == run.Id).CountBy(label => label.Reason);
        foreach (var (reason, count) in failures.OrderByDescending(failure => failure.Value).Take(ReasonsShown)) Output.Line($"  {Output.Count(count)} failed: {reason}");
        Output.Line("The same command asks for these again, up to --max-attempts times in all.");
    }

    /// <summary>Runs a labeller over all records, or some of them, with a bar.</summary>
    public static Task<LabellingRun> RunAsync(
        Stages stages, string project, ILabeller labeller, int concurrency, int mostAttempts, CancellationToken cancellation, Func<Record, bool>? only = null)
        => Progress.ShowAsync($"label {labeller.Name}", display => stages.Get<LabellingStage>().RunAsync(
            project, labeller, only, concurrency, mostAttempts,
            new StageProgress<LabellingProgress>(display, done => new(done.Done, done.Planned, done.CostUsd)), cancellation));
}
