using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Retrieval.Ranking;
using HybridAi.Learning.Ranking;
using HybridAi.Serve.Chat;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai documents learn-ranking</c>: learns in which order to show what is found.</summary>
internal static class LearnRankingVerb
{
    public static Command Create()
    {
        var questions = new Option<string?>("--questions") { Description = "Questions with the words that their answers rest on: JSON lines of question, evidence.", HelpName = "FILE" };
        var feedback = new Option<bool>("--feedback") { Description = "Learn from answers of the chat that got a thumb up: what they cite was good." };
        var teacher = new Option<string?>("--teacher") { Description = "A re-ranker that judges what is found for --questions, in the place of their evidence: llm:ALIAS.", HelpName = "NAME" };
        var tenant = DocumentsVerb.Tenant();
        return Verb.Over("learn-ranking", "Learn in which order to show what is found; kept only where that is shown to help.", async (stages, parsed, cancellation) =>
        {
            if (parsed.GetValue(questions) is null && !parsed.GetValue(feedback))
                return Fault.BadInput("judgements-missing", "Name what to learn from: --questions FILE, --feedback, or both.", questions.Name);
            var (whose, searches, sources) = (parsed.GetRequiredValue(tenant), new List<JudgedSearch>(), new List<string>());
            if (parsed.GetValue(questions) is { } file)
            {
                if (!(await KnownQuestionFile.ReadAsync(file, cancellation)).Succeeded(out var known, out var unread)) return unread;
                IReranker? judge = null;
                if (parsed.GetValue(teacher) is { } name && !stages.Get<RerankerFamily>().Find(name).Succeeded(out judge, out unread)) return unread;
                searches.AddRange(known.Where(one => judge is not null || one.Evidence.Count > 0).Select(one => judge is null
                    ? JudgedSearch.By(one.Question, found => one.Evidence.Any(evidence => evidence.IsIn(found)))
                    : JudgedSearch.By(whose, one.Question, judge)));
                sources.Add($"{searches.Count} questions of {Path.GetFileName(file)}{(judge is null ? "" : $", judged by {judge.Name}")}");
            }

            if (parsed.GetValue(feedback))
            {
                var rated = await stages.Get<RatedSearches>().ReadAsync(whose, cancellation);
                searches.AddRange(rated);
                sources.Add($"{rated.Count} answers with a thumb up");
            }

            var outcome = await Progress.ShowAsync("learn", display => stages.Get<RankingStage>().LearnAsync(
                whose, searches, string.Join("; ", sources) + ".", new StageProgress<(int Done, int Of)>(display, step => new(step.Done, step.Of)), cancellation));
            if (!outcome.Succeeded(out var trial, out var fault)) return fault;
            Show(trial);
            return null;
        }, questions, feedback, teacher, tenant);
    }

    private static void Show(RankingTrial trial)
    {
        Output.Table("What is looked at", ["feature", "weight"], RankingFeatures.Names.Zip(trial.Model.Weights, (name, weight)
            => new[] { name, weight.ToString("0.00", CultureInfo.InvariantCulture) }));
        Output.Line($"On {Output.Count(trial.Queries)} searches, each fifth in the order that the others teach: nDCG@10 {Output.Decimal(trial.Before)} to {Output.Decimal(trial.After)}, "
            + $"{Output.Count(trial.Better)} better and {Output.Count(trial.Worse)} worse (p = {Output.Decimal(trial.Chance)}).");
        Output.Line(trial.Helps
            ? "Kept. Searches use it from the next start on where HybridAi:Retrieval:Reranker is lexical."
            : "Not shown to help, and not kept.");
    }
}
