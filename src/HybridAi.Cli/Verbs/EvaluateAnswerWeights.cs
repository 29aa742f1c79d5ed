using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate answer-weights</c>: learns the weights of the extractive answerer, and says how they do on articles that they were not learnt on.</summary>
internal static class EvaluateAnswerWeights
{
    public static Command Create()
    {
        var squad = new Option<string>("--squad") { Description = "Paragraphs with questions in SQuAD's form.", Required = true, HelpName = "FILE" };
        var documents = new Option<string>("--documents") { Description = "The folder of a guide.", Required = true, HelpName = "DIR" };
        var questions = new Option<string>("--questions") { Description = "Questions about the guide, some of which it doesn't answer: JSON lines.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Where the weights are written.", Required = true, HelpName = "FILE" };
        var json = CommonOptions.Json();
        return Verb.Over("answer-weights", "Learn how the extractive answerer weighs what it sees.", async (stages, parsed, cancellation) =>
        {
            if (!(await SquadFile.ReadAsync(parsed.GetRequiredValue(squad), cancellation)).Succeeded(out var paragraphs, out var fault)) return fault;
            if (!(await EvaluateAnswers.ReadAsync(stages, parsed.GetRequiredValue(documents), parsed.GetRequiredValue(questions), cancellation)).Succeeded(out var guide, out fault)) return fault;
            var groups = paragraphs.Questions.Select(question => question.Group).Distinct().Select((group, i) => (group, i)).ToDictionary(pair => pair.group ?? "", pair => pair.i);
            var held = await AnswerTraining.LearnAsync(Half(0), guide, cancellation);
            var judged = await new AnswerEvaluation(new AnswererFamily([new ExtractiveAnswerer(held, _ => 0)]), TimeProvider.System)
                .RunAsync(Half(1), ExtractiveAnswerer.MemberName, withoutEvidence: true, progress: null, cancellation);
            if (!judged.Succeeded(out var report, out fault)) return fault;
            Output.Line("Learnt on every other article, judged on the rest:");
            EvaluateAnswers.Show(report);
            var all = await AnswerTraining.LearnAsync(paragraphs, guide, cancellation);
            var from = $"{paragraphs.Questions.Count} questions of {Path.GetFileName(parsed.GetRequiredValue(squad))} and {guide.Questions.Count} of {Path.GetFileName(Path.GetFullPath(parsed.GetRequiredValue(documents)))}.";
            return await Output.WriteTextAsync(parsed.GetRequiredValue(output), EvidenceModelFile.Write(all, from), "answer-weights-not-written", cancellation)
                ?? await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);

            AnswerCorpus Half(int half) => paragraphs with { Questions = [.. paragraphs.Questions.Where(question => groups[question.Group ?? ""] % 2 == half)] };
        }, [squad, documents, questions, output, json]);
    }
}
