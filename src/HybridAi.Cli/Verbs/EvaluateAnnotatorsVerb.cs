using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Evaluation;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate annotators</c>: whose labels to trust, and how to make one out of several.</summary>
internal static class EvaluateAnnotatorsVerb
{
    private const int AnnotatorsShown = 10;

    public static Command Create()
    {
        var votes = new Option<string>("--votes") { Description = "The file with a row a vote: CSV, TSV or JSON lines.", Required = true, HelpName = "FILE" };
        var gold = new Option<string>("--gold") { Description = "The file with the right labels; may be the same one.", Required = true, HelpName = "FILE" };
        var item = Column("--item", "The column of the item, in both files.", "item");
        var annotator = Column("--annotator", "The column of who voted.", "annotator");
        var label = Column("--label", "The column of the label that was given.", "label");
        var goldLabel = Column("--gold-label", "The column of the right label.", "label");
        var share = new Option<double>("--gold-share")
        {
            Description = "See the gold of at most this share of all items; be judged on the rest.", DefaultValueFactory = _ => 0.1, HelpName = "SHARE",
        };
        share.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and <= 1)) result.AddError("--gold-share is above 0 and at most 1.");
        });
        var (seed, json, format) = (CommonOptions.Seed(), CommonOptions.Json(), new FormatOptions());
        return Verb.Unstored("annotators", "Make one label out of several annotators' votes, and judge the methods and the annotators by gold.",
            async (stages, parsed, cancellation) =>
            {
                var from = new VoteColumns(
                    parsed.GetRequiredValue(votes), parsed.GetRequiredValue(gold), parsed.GetRequiredValue(item), parsed.GetRequiredValue(annotator),
                    parsed.GetRequiredValue(label), parsed.GetRequiredValue(goldLabel));
                var read = await VotedItems.ReadAsync(from, format.Read(parsed), stages.Get<IngestionOptions>(), cancellation);
                if (!read.Succeeded(out var voted, out var fault)) return fault;
                var settings = new AnnotatorEvaluationSettings(parsed.GetValue(seed), parsed.GetValue(share));
                var report = await Progress.ShowAsync("evaluate", display => Task.Run(() => stages.Get<AnnotatorEvaluation>().Run(
                    voted, settings, new StageProgress<double>(display, done => new((long)(100 * done), 100, Phase: Output.Percent(done))), cancellation)));
                Show(report);
                return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
            }, [votes, gold, item, annotator, label, goldLabel, share, seed, json, .. format.All]);
    }

    private static Option<string> Column(string name, string description, string column)
        => new(name) { Description = description, DefaultValueFactory = _ => column, HelpName = "COLUMN" };

    private static void Show(AnnotatorEvaluationReport report)
    {
        var judged = report.JudgedOn == "unseen-gold" ? $"{Output.Count(report.GoldItems - report.GoldSeen)} unseen gold items" : "gold items, each while hidden";
        Output.Table($"Accuracy on {judged}", ["method", "there", "on all gold", "iterations", ""], report.Methods.Select(method => new[]
        {
            method.Method, Output.Decimal(method.Accuracy), Output.Decimal(method.AccuracyOnAll),
            method.Convergence.Converged ? method.Convergence.Iterations.ToString(CultureInfo.InvariantCulture) : $"{method.Convergence.Iterations}, not converged",
            method.Method == report.Chosen.Method ? "chosen" : "",
        }));
        Output.Table("Annotators by votes", ["annotator", "votes", "estimated accuracy", "on gold"], report.PerAnnotator.Take(AnnotatorsShown).Select(one => new[]
        {
            one.Annotator, Output.Count(one.Votes), Output.Decimal(one.EstimatedAccuracy), Output.Decimal(one.GoldAccuracy),
        }));
        Output.Line(report.Chosen.Reason);
        if (report.Warning is { } warning) Output.Line(warning);
        Output.Line($"Agreement: Fleiss' kappa {Measure(report.FleissKappa, "fleissKappa")}, Krippendorff's alpha {Measure(report.KrippendorffAlpha, "krippendorffAlpha")}");

        string Measure(double? value, string name) => value is null ? $"undefined ({report.Undefined[name]})" : Output.Decimal(value);
    }
}
