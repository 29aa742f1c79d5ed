using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;

namespace HybridAi.Cli.Verbs;

/// <summary>
/// <c>hybridai evaluate answer-weights</c>: learns the weights of the extractive answerer, and says how they do on articles and guides that they were not learnt on.
/// </summary>
internal static class EvaluateAnswerWeights
{
    public static Command Create()
    {
        var squad = new Option<string>("--squad") { Description = "Paragraphs with questions in SQuAD's form.", Required = true, HelpName = "FILE" };
        var guides = new Option<string>("--guides") { Description = "A folder of guides: a folder of documents each, and beside it a file NAME.jsonl of questions, some of which it doesn't answer.", Required = true, HelpName = "DIR" };
        var words = new Option<bool>("--words") { Description = "Learn the weights for words and letters alone, as they are used where the sentence encoder doesn't run." };
        var output = new Option<string>("--out") { Description = "Where the weights are written.", Required = true, HelpName = "FILE" };
        var json = CommonOptions.Json();
        return Verb.Over("answer-weights", "Learn how the extractive answerer weighs what it sees.", async (stages, parsed, cancellation) =>
        {
            var (encoder, byWords) = (stages.Get<Llm.Local.LocalEncoder>(), parsed.GetValue(words));
            if (!byWords && encoder.NotAvailable is { } missing) return missing;
            if (!(await SquadFile.ReadAsync(parsed.GetRequiredValue(squad), cancellation)).Succeeded(out var paragraphs, out var fault)) return fault;
            if (!(await ReadGuidesAsync(stages, parsed.GetRequiredValue(guides), cancellation)).Succeeded(out var read, out fault)) return fault;
            var groups = paragraphs.Questions.Select(question => question.Group).Distinct().Select((group, i) => (group, i)).ToDictionary(pair => pair.group ?? "", pair => pair.i);
            Learning.Text.TextEncoder? meaning = byWords ? null : stages.Get<RememberedTexts>().Encode;
            var held = await LearnAsync("half", Half(0), [.. read.Where((_, i) => i % 2 == 0)]);
            if (!(await JudgeAsync(held, Half(1), withoutEvidence: true, "Learnt on every other article and guide, judged on the other articles:")).Succeeded(out var report, out fault)) return fault;
            foreach (var (name, guide) in read.Where((_, i) => i % 2 == 1))
                if (!(await JudgeAsync(held, guide, withoutEvidence: false, $"… judged on the guide {name}:")).Succeeded(out _, out fault)) return fault;
            var all = await LearnAsync("all", paragraphs, read);
            var from = $"{paragraphs.Questions.Count} questions of {Path.GetFileName(parsed.GetRequiredValue(squad))} and {read.Sum(guide => guide.Guide.Questions.Count)} of {read.Count} guides: {string.Join(", ", read.Select(guide => guide.Name))}.";
            return await Output.WriteTextAsync(parsed.GetRequiredValue(output), EvidenceModelFile.Write(all, from), "answer-weights-not-written", cancellation)
                ?? await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);

            Task<Learning.Answering.EvidenceModel> LearnAsync(string what, AnswerCorpus articles, IReadOnlyList<(string Name, AnswerCorpus Guide)> some) => Progress.ShowAsync($"learn on {what}", display
                => new AnswerTraining(meaning).LearnAsync(articles, [.. some.Select(guide => guide.Guide)], new StageProgress<(int Done, int Of)>(display, step => new(step.Done, step.Of)), cancellation));

            async Task<Outcome<AnswerReport>> JudgeAsync(Learning.Answering.EvidenceModel model, AnswerCorpus corpus, bool withoutEvidence, string title)
            {
                var answerer = new ExtractiveAnswerer(new EvidenceReader(model, meaning), _ => 0);
                var judged = await new AnswerEvaluation(new AnswererFamily([answerer]), TimeProvider.System).RunAsync(corpus, ExtractiveAnswerer.MemberName, withoutEvidence, progress: null, cancellation);
                if (!judged.Succeeded(out var figures, out _)) return judged;
                Output.Line(title);
                EvaluateAnswers.Show(figures);
                return judged;
            }

            AnswerCorpus Half(int half) => paragraphs with { Questions = [.. paragraphs.Questions.Where(question => groups[question.Group ?? ""] % 2 == half)] };
        }, [squad, guides, words, output, json]);
    }

    private static async Task<Outcome<List<(string Name, AnswerCorpus Guide)>>> ReadGuidesAsync(Stages stages, string folder, CancellationToken cancellation)
    {
        var guides = new List<(string Name, AnswerCorpus Guide)>();
        string[] folders = Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)] : [];
        foreach (var documents in folders)
        {
            if (!(await EvaluateAnswers.ReadAsync(stages, documents, $"{documents}.jsonl", cancellation)).Succeeded(out var guide, out var fault)) return fault;
            guides.Add((Path.GetFileName(documents), guide));
        }

        return guides.Count == 0 ? Fault.BadInput("guides-missing", "There is no guide in this folder: a folder of documents with a file NAME.jsonl beside it.", folder) : guides;
    }
}
