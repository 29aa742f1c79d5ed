using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate labelling</c>: how good a labeller's labels are, and what review makes of them.</summary>
internal static class EvaluateLabelling
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Recorded answers, or a CSV, TSV or JSON lines file of texts.", Required = true, HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "The column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var gold = new Option<string>("--gold") { Description = "The column of the right label.", DefaultValueFactory = _ => "gold", HelpName = "COLUMN" };
        var labeller = new Option<string>("--labeller") { Description = "A model of the recorded answers, or lexical, llm:ALIAS.", Required = true, HelpName = "NAME" };
        var further = new Option<string[]>("--further")
        {
            Description = "Models of the recorded answers whose labels are evidence too, or none (default: all).", AllowMultipleArgumentsPerToken = true, HelpName = "NAME",
        };
        var share = new Option<double>("--review-share") { Description = "Share of the labels that people look at.", DefaultValueFactory = _ => 0.2, HelpName = "P" };
        var audits = new Option<int?>("--audits") { Description = "Looks at random labels beside that, which decide what is accepted (default: what 95 % is planned with).", HelpName = "N" };
        var look = new Option<decimal>("--look-usd") { Description = "What one look of a person costs.", HelpName = "USD" };
        var budget = new Option<decimal?>("--budget-usd") { Description = "Stop labelling where it would cost more.", HelpName = "USD" };
        share.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1)) result.AddError("--review-share is between 0 and 1.");
        });
        audits.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError("--audits is at least 1.");
        });
        var (seed, json, format) = (CommonOptions.Seed(), CommonOptions.Json(), new FormatOptions());
        return Verb.Unstored("labelling", "Judge a labeller, and what reviewing its doubtful labels brings.", async (stages, parsed, cancellation) =>
        {
            var named = parsed.GetValue(further) is { Length: > 0 } some ? some.Where(name => name != "none").ToArray() : null;
            var request = new LabelledRowsRequest(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(text), parsed.GetRequiredValue(gold), parsed.GetRequiredValue(labeller), named, parsed.GetValue(budget));
            var settings = new LabellingEvaluationSettings(parsed.GetValue(share), parsed.GetValue(audits), parsed.GetValue(look), parsed.GetValue(seed));
            var outcome = await Progress.ShowAsync<Outcome<LabellingReport>>("evaluate", async display =>
            {
                var steps = EvaluateLabelErrors.Steps(display);
                var read = await stages.Get<LabelledRowsFile>().ReadAsync(request, format.Read(parsed), steps, cancellation);
                return read.Succeeded(out var rows, out var unread)
                    ? await stages.Get<LabellingEvaluation>().RunAsync(rows, settings, steps, cancellation)
                    : unread;
            });
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, [data, text, gold, labeller, further, share, audits, look, budget, seed, json, .. format.All]);
    }

    private static void Show(LabellingReport report) => Output.Table("Labelling", ["", ""],
    [
        ["labels", $"{Output.Count(report.Rows)}, {Output.Money(report.CostUsd)}"],
        ["further labellers", report.Further.Count == 0 ? "none" : string.Join(", ", report.Further)],
        ["right as given", Output.Decimal(report.LabelAccuracy)],
        ["AUROC of the doubt", Output.Decimal(report.Auroc)],
        [$"reviewed in {report.AfterReview.Rounds} rounds", $"{Output.Count(report.AfterReview.Reviewed)}, {Output.Count(report.AfterReview.Found)} corrected"],
        ["of all wrong labels", Output.Decimal(report.AfterReview.FoundShare)],
        ["right after review", Output.Decimal(report.AfterReview.LabelAccuracy)],
        ["cost per corrected label", Output.Money(report.CostPerCorrectedLabel)],
        .. report.CoverageAtPrecision.Select(pair => new[]
        {
            $"accepted at {pair.Key}",
            $"{Output.Percent(pair.Value)} of the rows, {Output.Percent(report.AcceptedUnseen[pair.Key])} without a look; {Output.Decimal(report.TruePrecision[pair.Key])} of the labels right",
        }),
        .. report.CoverageAtTruePrecision.Select(pair => new[] { $"who knew the gold could, unreviewed, at {pair.Key}", Output.Percent(pair.Value) }),
        ["audits", Output.Count(report.Audits)],
        ["calibration error, Brier", $"{Output.Decimal(report.Ece)}, {Output.Decimal(report.Brier)}"],
        ["student before, after", $"{Output.Decimal(report.StudentBefore)}, {Output.Decimal(report.StudentAfter)}"],
    ]);
}
