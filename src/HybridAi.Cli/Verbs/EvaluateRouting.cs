using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Evaluation;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate routing</c>: what a router would save on recorded answers, and whether it keeps its promise.</summary>
internal static class EvaluateRouting
{
    public static Command Create()
    {
        var answers = new Option<string>("--answers") { Description = "Recorded answers with gold: JSON lines.", Required = true, HelpName = "FILE" };
        var testAnswers = new Option<string?>("--test-answers") { Description = "Recorded answers to judge on; the first file then only teaches.", HelpName = "FILE" };
        var studentTrain = new Option<string?>("--student-train") { Description = "Further texts with labels (columns text and label or, as in banking77, category) for the student alone.", HelpName = "FILE" };
        var trainShare = new Option<double>("--train-share") { Description = "Share of the rows to learn from.", DefaultValueFactory = _ => 0.5, HelpName = "P" };
        var seeds = new Option<int>("--seeds") { Description = "How many trials, each with another split.", DefaultValueFactory = _ => 10, HelpName = "N" };
        var reference = new Option<string?>("--reference") { Description = "The model to be as good as (default: the most accurate one on the training part).", HelpName = "MODEL" };
        var margin = new Option<double>("--margin") { Description = "How far below the reference's accuracy the floor lies.", DefaultValueFactory = _ => 0.01, HelpName = "SHARE" };
        var confidence = new Option<double>("--confidence") { Description = "One-sided confidence that the floor is held.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
        var student = new Option<string>("--student")
        {
            Description = "Whose labels the classical model learns: gold, a model of the file, or none.", DefaultValueFactory = _ => RoutingEvaluationRequest.Gold, HelpName = "NAME",
        };
        var certify = new Option<string>("--certify")
        {
            Description = "cross-fitted: every row is evidence; held-out: one half makes the route, the other half alone judges it.", DefaultValueFactory = _ => "cross-fitted", HelpName = "HOW",
        };
        certify.AcceptOnlyFromAmong("cross-fitted", "held-out");
        var tolerance = new Option<double?>("--tolerance") { Description = "Answers are numbers, right when no further than this from gold.", HelpName = "X" };
        Between(trainShare, 0.05, 0.95);
        Between(margin, 1e-6, 0.5);
        Between(confidence, 0.5, 0.9999);
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000) result.AddError("--seeds is between 1 and 1000.");
        });
        tolerance.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0) result.AddError("--tolerance is not below 0.");
        });
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.Unstored("routing", "Route recorded answers and judge the route on rows it has not seen.", async (stages, parsed, cancellation) =>
        {
            var settings = new RouteSettings(
                parsed.GetValue(margin), parsed.GetValue(confidence), Showing: parsed.GetValue(certify) == "held-out" ? Showing.HeldOut : Showing.CrossFitted,
                Tolerance: parsed.GetValue(tolerance));
            var request = new RoutingEvaluationRequest(
                parsed.GetRequiredValue(answers), parsed.GetValue(testAnswers), parsed.GetValue(studentTrain), parsed.GetValue(trainShare), parsed.GetValue(seeds),
                parsed.GetValue(seed), parsed.GetValue(reference), parsed.GetRequiredValue(student), settings);
            var outcome = await Progress.ShowAsync("evaluate", display => stages.Get<RoutingEvaluation>().RunAsync(
                request, new StageProgress<RoutingEvaluationStep>(display, step => new(step.Done, step.Planned)), cancellation));
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, [answers, testAnswers, studentTrain, trainShare, seeds, reference, margin, confidence, student, certify, tolerance, seed, json]);
    }

    private static void Between(Option<double> option, double least, double most) => option.Validators.Add(result =>
    {
        if (!(result.GetValueOrDefault<double>() is var value && value >= least && value <= most))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is between {least} and {most}."));
    });

    private static void Show(RoutingEvaluationReport report)
    {
        Output.Table("Routing", ["seed", "reference", "right", "routed", "student", "best single", "at random", "oracle", "cost cut", "certified", "floor", "p"],
        [
            .. report.Seeds.Select(trial => new[]
            {
                trial.Seed.ToString(CultureInfo.InvariantCulture), trial.Reference.Model, Output.Decimal(trial.Reference.Accuracy), Output.Decimal(trial.Routed.Accuracy),
                Output.Decimal(trial.Student?.Accuracy), Output.Decimal(trial.BestSingle.Accuracy), Output.Decimal(trial.RandomAtSameShare.Accuracy),
                Output.Decimal(trial.Oracle.Accuracy), Output.Percent(trial.Routed.CostCut), trial.Certificate.Certified ? $"> {trial.Certificate.Bound:+0.000;-0.000}" : $"{trial.Certificate.State}",
                trial.FloorHeld ? "held" : "broken", trial.McnemarP.ToString("0.0000", CultureInfo.InvariantCulture),
            }),
        ]);
        var last = report.Seeds[^1];
        Output.Line($"Seed {last.Seed}: {string.Join(" → ", last.Routed.Route)}; {string.Join(", ", last.Routed.Shares.Where(share => share.Value > 0).Select(share => $"{share.Key} {Output.Percent(share.Value)}"))}. {last.Certificate.Reason}");
        foreach (var note in report.Seeds.SelectMany(trial => trial.Notes).CountBy(note => note).Where(note => note.Value > report.Seeds.Count / 2)) Output.Line($"note: {note.Key}");
        var summary = report.Summary;
        Output.Line(
            $"{report.Seeds.Count} trials: {Output.Percent(summary.MeanCostCut)} of the reference's cost cut, {Output.Decimal(summary.MeanAccuracy)} right ({summary.MeanAccuracyDelta:+0.0000;-0.0000} against it), "
            + $"{Output.Percent(summary.CertifiedShare)} certified, {summary.FloorViolations} below the floor; deciding takes {summary.RouterMicrosP99:0.0} µs at the 99th percentile.");
    }
}
