using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Retrieval.Evaluation;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate retrieval</c>: how well the passages that answer a question are found.</summary>
internal static class EvaluateRetrieval
{
    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "The documents: JSON lines of _id, title, text.", Required = true, HelpName = "FILE" };
        var queries = new Option<string>("--queries") { Description = "The queries: JSON lines of _id, text.", Required = true, HelpName = "FILE" };
        var qrels = new Option<string>("--qrels") { Description = "The judgements: query-id, corpus-id, score with tabs between; other queries are left out.", Required = true, HelpName = "FILE" };
        var tune = new Option<string?>("--tune-qrels") { Description = "Judgements of other queries, to choose the weights by.", HelpName = "FILE" };
        var method = new Option<string>("--method") { Description = "auto: words and character n-grams; bm25: words alone; ngrams: n-grams alone.", DefaultValueFactory = _ => "auto", HelpName = "HOW" };
        var embedding = new Option<string?>("--embedding") { Description = "The alias of an embedding model whose vectors are searched too.", HelpName = "ALIAS" };
        var reranker = new Option<string?>("--reranker") { Description = "Who takes a second look: lexical (learns from --tune-qrels where given), llm:ALIAS; compared with none.", HelpName = "NAME" };
        method.AcceptOnlyFromAmong([.. RetrievalEvaluation.Methods]);
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        return Verb.Unstored("retrieval", "Index documents, search them, and judge what is found.", async (stages, parsed, cancellation) =>
        {
            var request = new RetrievalEvaluationRequest(
                parsed.GetRequiredValue(corpus), parsed.GetRequiredValue(queries), parsed.GetRequiredValue(qrels), parsed.GetValue(tune),
                parsed.GetRequiredValue(method), parsed.GetValue(embedding), parsed.GetValue(reranker), parsed.GetValue(seed));
            var outcome = await Progress.ShowAsync("evaluate", display => Task.Run(() => stages.Get<RetrievalEvaluation>().RunAsync(
                request, new StageProgress<RetrievalEvaluationStep>(display, step => new(step.Done, step.Total, Phase: $"{step.Phase} {Output.Count(step.Done)}/{Output.Count(step.Total)}")),
                cancellation)));
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, [corpus, queries, qrels, tune, method, embedding, reranker, seed, json]);
    }

    private static void Show(RetrievalEvaluationReport report)
    {
        if (report.Tuning is { } tuning)
        {
            Output.Table($"{Output.Count(tuning.Queries)} queries to tune by", ["n-grams", "vectors", "nDCG@10", "recall@100"], tuning.Candidates.Select(candidate => new[]
            {
                Share(candidate.GramWeight), Share(candidate.DenseWeight), Output.Decimal(candidate.Ndcg10), Output.Decimal(candidate.Recall100),
            }));
        }

        if (report.Reranking is { } second)
        {
            if (second.Learnt is { } learnt)
            {
                Output.Table($"Learnt from {Output.Count(learnt.Queries)} queries: nDCG@10 {Output.Decimal(learnt.Before)} to {Output.Decimal(learnt.After)} by cross-validation", ["feature", "weight"],
                    learnt.Weights.Select(weight => new[] { weight.Key, Share(weight.Value) }));
            }

            Output.Table($"As found, without {second.Reranker}", ["", ""],
            [
                ["nDCG@10", Output.Decimal(second.Ndcg10AsFound)],
                ["recall@100", Output.Decimal(second.Recall100AsFound)],
                ["MRR@10", Output.Decimal(second.Mrr10AsFound)],
                ["query p50, p99", string.Create(CultureInfo.InvariantCulture, $"{second.QueryMillisP50AsFound:0.000} ms, {second.QueryMillisP99AsFound:0.000} ms")],
                ["better, worse with it", $"{Output.Count(second.Better)}, {Output.Count(second.Worse)} queries; {Output.Count(second.NotRanked)} not ranked"],
            ]);
        }

        Output.Table(report.Reranking is { } by ? $"Retrieval, {report.Method}, then {by.Reranker}" : $"Retrieval, {report.Method}", ["", ""],
        [
            ["documents, queries", $"{Output.Count(report.Documents)}, {Output.Count(report.JudgedQueries)}"],
            ["nDCG@10", Output.Decimal(report.Ndcg10)],
            ["recall@100", Output.Decimal(report.Recall100)],
            ["MRR@10", Output.Decimal(report.Mrr10)],
            ["weights", string.Join(", ", report.Weights.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Key} {weight.Value:0.00}")))],
            ["index", string.Create(CultureInfo.InvariantCulture, $"{report.IndexSeconds:0.0} s, {report.IndexBytes:N0} bytes")],
            ["query p50, p99", string.Create(CultureInfo.InvariantCulture, $"{report.QueryMillisP50:0.000} ms, {report.QueryMillisP99:0.000} ms")],
        ]);
    }

    private static string Share(double weight) => weight.ToString("0.00", CultureInfo.InvariantCulture);
}
