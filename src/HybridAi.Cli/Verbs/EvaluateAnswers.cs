using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate answers</c>: answers over a folder of documents, or over paragraphs in SQuAD's form, held against known ones.</summary>
internal static class EvaluateAnswers
{
    public static Command Create()
    {
        var documents = new Option<string?>("--documents") { Description = "The folder of documents. Not needed for a file in SQuAD's form, which brings its paragraphs.", HelpName = "DIR" };
        var questions = new Option<string>("--questions")
        {
            Description = "JSON lines (id, question, answerable, answer, evidence), or SQuAD's form (*.json): then each question is asked again without its paragraph.", Required = true, HelpName = "FILE",
        };
        var answerer = new Option<string>("--answerer", "--labeller") { Description = "Who answers: extractive or llm:ALIAS.", DefaultValueFactory = _ => ExtractiveAnswerer.MemberName, HelpName = "NAME" };
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.Over("answers", "Answer known questions and see what is right, cited and refused.", async (stages, parsed, cancellation) =>
        {
            var isSquad = parsed.GetRequiredValue(questions).EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var read = isSquad
                ? await SquadFile.ReadAsync(parsed.GetRequiredValue(questions), cancellation)
                : await ReadAsync(stages, parsed.GetValue(documents), parsed.GetRequiredValue(questions), cancellation);
            if (!read.Succeeded(out var corpus, out var fault)) return fault;
            var outcome = await Progress.ShowAsync("answer", display => stages.Get<AnswerEvaluation>().RunAsync(
                corpus, parsed.GetRequiredValue(answerer), isSquad, new StageProgress<(int Done, int Of)>(display, step => new(step.Done, step.Of)), cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report with { Seed = parsed.GetValue(seed) }, cancellation);
        }, [documents, questions, answerer, seed, json]);
    }

    /// <summary>The documents of a folder with the questions of a file.</summary>
    public static async Task<Outcome<AnswerCorpus>> ReadAsync(Stages stages, string? documents, string questions, CancellationToken cancellation)
    {
        if (documents is null) return Fault.BadInput("documents-missing", "Name the folder of documents: --documents DIR.");
        if (!(await stages.Get<AnswerCorpusFolder>().ReadAsync(documents, cancellation)).Succeeded(out var texts, out var fault)) return fault;
        return (await KnownQuestionFile.ReadAsync(questions, cancellation)).Then<AnswerCorpus>(known => new AnswerCorpus(texts, known));
    }

    /// <summary>The figures as a table.</summary>
    public static void Show(AnswerReport report)
    {
        Output.Table($"Answers by {report.Answerer}", ["", ""],
        [
            ["questions", Output.Count(report.Questions)],
            ["answered", Output.Percent(report.Answered)],
            ["unanswerable refused", Output.Decimal(report.AbstainedRight)],
            ["unanswerable answered", Output.Decimal(report.FalseAnswerRate)],
            ["AUROC of refusal", Output.Decimal(report.RefusalAuroc)],
            ["evidence among the citations", Output.Decimal(report.EvidenceRecall)],
            ["with what refusals show", Output.Decimal(report.EvidenceShown)],
            ["right passage first", Output.Decimal(report.RightPassageFirst)],
            ["sentences that cite evidence", Output.Decimal(report.CitationPrecision)],
            ["evidence cited where answered", Output.Decimal(report.CitationRecall)],
            ["quotes verified", Output.Decimal(report.QuotesVerified)],
            ["F1 of words", Output.Decimal(report.TokenF1)],
            ["sentences without support", Output.Count(report.Unsupported)],
            ["cost", Output.Money(report.CostUsd)],
            ["time of an answer p50", $"{report.MillisP50:0.0} ms"],
        ]);
    }
}
