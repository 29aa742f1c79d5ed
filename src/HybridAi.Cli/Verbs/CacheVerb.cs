using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Review;
using HybridAi.Llm.Gateway;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai cache</c>: kept answers, and from which similarity on questions may share one.</summary>
internal static class CacheVerb
{
    public static Command Create() => Verb.Group("cache", "Kept answers, and which similar questions may share one: calibrate, status, clear.", Calibrate(), Status(), Clear());

    private static Command Calibrate()
    {
        var pairs = new Option<string?>("--pairs") { Description = "JSON lines of first, second and same: whether one answer is right for both.", HelpName = "FILE" };
        var labelled = new Option<string?>("--labelled") { Description = "A file of labelled texts; equal labels have one answer (default: the project's reviewed records).", HelpName = "FILE" };
        var text = new Option<string>("--text") { Description = "For --labelled: the column of the text.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "For --labelled: the column of the label.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.OverProject("calibrate", "Find the least similarity that is shown to be right often enough, or say why there is none.", async (stages, project, parsed, cancellation) =>
        {
            var (calibrator, name) = (stages.Get<SemanticCalibrator>(), project.Definition.Name);
            Outcome<SemanticCalibration> outcome;
            if (parsed.GetValue(pairs) is { } pairFile)
            {
                if (!(await SemanticPairFile.ReadAsync(pairFile, cancellation)).Succeeded(out var judged, out var bad)) return bad;
                outcome = await calibrator.FromPairsAsync(name, judged, parsed.GetValue(seed), cancellation);
            }
            else
            {
                if (!(await QuestionsAsync()).Succeeded(out var questions, out var bad)) return bad;
                outcome = await calibrator.FromLabelledAsync(name, questions, parsed.GetValue(seed), cancellation);
            }

            if (!outcome.Succeeded(out var calibration, out var fault)) return fault;
            Show([calibration], stages);
            return await Output.WriteJsonAsync(parsed.GetValue(json), calibration, cancellation);

            async Task<Outcome<List<LabelledQuestion>>> QuestionsAsync()
            {
                if (parsed.GetValue(labelled) is not { } file)
                    return (await stages.Get<ReviewedTexts>().ForTrainingAsync(project.Definition, cancellation)).Select(each => new LabelledQuestion(each.Text, each.Label)).ToList();
                var read = await LabelledTextFile.ReadAsync(file, parsed.GetRequiredValue(text), parsed.GetRequiredValue(label), null, stages.Get<IngestionOptions>(), cancellation);
                return read.Then<List<LabelledQuestion>>(texts => texts.Select(each => new LabelledQuestion(each.Text, each.Label)).ToList());
            }
        }, pairs, labelled, text, label, seed, json);
    }

    private static Command Status() => Verb.Over("status", "What is kept, and each project's threshold with its bound and audits.", async (stages, _, cancellation) =>
    {
        Output.Line($"{Output.Count(await stages.Get<CacheStore>().CountAsync(cancellation))} answers and {Output.Count(await stages.Get<SemanticQuestionStore>().CountAsync(cancellation))} questions are kept.");
        var calibrations = await stages.Get<SemanticCalibrationStore>().ListAsync(cancellation);
        if (calibrations.Count == 0) Output.Line("No project has a threshold: similar questions share no answer.");
        else Show(calibrations, stages);
        return null;
    });

    private static Command Clear()
    {
        var thresholds = new Option<bool>("--thresholds") { Description = "The projects' thresholds as well." };
        return Verb.Over("clear", "Forget every kept answer and question.", async (stages, parsed, cancellation) =>
        {
            var questions = await stages.Get<SemanticQuestionStore>().ClearAsync(cancellation);
            var answers = await stages.Get<CacheStore>().ClearAsync(cancellation);
            Output.Line($"Forgot {Output.Count(answers)} answers and {Output.Count(questions)} questions.");
            if (parsed.GetValue(thresholds)) Output.Line($"Took {Output.Count(await stages.Get<SemanticCalibrationStore>().RemoveAsync(null, cancellation))} thresholds away.");
            return null;
        }, thresholds);
    }

    private static void Show(IReadOnlyList<SemanticCalibration> calibrations, Stages stages)
    {
        var options = stages.Get<SemanticOptions>();
        var version = stages.Get<SemanticCalibrator>().EmbeddingVersion();
        Output.Table("Similar questions", ["project", "embedding", "threshold", "wrong hits at most", "confidence", "pairs", "expected hits", "audited", "in force"], calibrations.Select(each => new[]
        {
            each.Project, each.Embedding, each.Evidence.Threshold.ToString("0.0000", CultureInfo.InvariantCulture), Output.Percent(each.Evidence.FalseHitBound),
            Output.Percent(each.Evidence.Confidence), Output.Count(each.Evidence.Pairs), Output.Percent(each.Evidence.ExpectedHitRate),
            each.AuditedFalseHitRate is { } wrong ? $"{Output.Count(each.Audits)}, {Output.Percent(wrong)} wrong" : "none yet",
            version.Succeeded(out var known, out var missing) ? each.Idle(options, known) ?? "yes" : missing.Reason,
        }));
    }
}
