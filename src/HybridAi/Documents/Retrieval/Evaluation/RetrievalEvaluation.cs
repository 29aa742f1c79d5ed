using HybridAi.Learning.Metrics;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval.Evaluation;

/// <summary>
/// Judges the embedded index by files of documents, queries and judgements. Each document is one passage, its title and text searched together; it is indexed
/// and searched by the same calls as a user's documents are, one thread at a time.
/// </summary>
public sealed class RetrievalEvaluation(TimeProvider clock)
{
    private const string Tenant = "evaluation";
    private const int Depth = 100;
    private const int Steps = 20;

    /// <summary>What <c>--method</c> may be: words and n-grams, words alone, n-grams alone.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["auto", "bm25", "ngrams"];

    /// <summary>Indexes, tunes where there is something to tune by, and judges.</summary>
    public async Task<Outcome<RetrievalEvaluationReport>> RunAsync(
        RetrievalEvaluationRequest request, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        if (!(await RetrievalFiles.ReadCorpusAsync(request.Corpus, cancellation)).Succeeded(out var corpus, out var fault)) return fault;
        if (!(await RetrievalFiles.ReadQueriesAsync(request.Queries, cancellation)).Succeeded(out var texts, out fault)) return fault;
        var known = corpus.Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
        if (!(await RetrievalFiles.ReadJudgementsAsync(request.Judgements, texts, known, cancellation)).Succeeded(out var queries, out fault)) return fault;
        IReadOnlyList<JudgedQuery>? tuneOn = null;
        if (request.TuneJudgements is { } file && !(await RetrievalFiles.ReadJudgementsAsync(file, texts, known, cancellation)).Succeeded(out tuneOn, out fault)) return fault;

        var folder = Directory.CreateTempSubdirectory("hybridai-retrieval-");
        try
        {
            var indexing = clock.GetTimestamp();
            using var index = new EmbeddedPassageIndex(folder.FullName);
            await FillAsync(index, corpus, progress, cancellation);
            var indexSeconds = clock.GetElapsedTime(indexing).TotalSeconds;
            var indexBytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(each => each.Length);

            index.Formula = Formula(request.Method);
            RetrievalTuning? tuning = null;
            if (tuneOn is not null && request.Method == Methods[0])
            {
                tuning = await TuneAsync(index, tuneOn, progress, cancellation);
                index.Formula = index.Formula with { GramWeight = Best(tuning.Candidates) };
            }

            var (metrics, millis) = await JudgeAsync(index, queries, progress, cancellation);
            return new RetrievalEvaluationReport(
                "retrieval", request.Seed, clock.GetElapsedTime(started).TotalSeconds, request.Method, corpus.Count, queries.Count,
                metrics.Ndcg10, metrics.Recall100, metrics.Mrr10, indexSeconds, indexBytes, At(millis, 0.5), At(millis, 0.99),
                new Dictionary<string, double> { ["words"] = 1 - index.Formula.GramWeight, ["ngrams"] = index.Formula.GramWeight }, tuning);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The weight in the middle of the best three neighbours: a single best one is more often luck.</summary>
    internal static double Best(IReadOnlyList<RetrievalCandidate> candidates)
        => Enumerable.Range(0, candidates.Count)
            .Select(at => (Candidate: candidates[at], Mean: candidates.Skip(at - 1).Take(at == 0 ? 2 : 3).Average(near => near.Ndcg10)))
            .OrderByDescending(each => each.Mean).ThenByDescending(each => each.Candidate.Recall100)
            .First().Candidate.GramWeight;

    private static async Task FillAsync(
        EmbeddedPassageIndex index, IReadOnlyList<JudgedDocument> corpus, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        for (var i = 0; i < corpus.Count; i++)
        {
            var (id, title, text) = corpus[i];
            if (i % 256 == 0) progress?.Report(new("index", i, corpus.Count));
            await index.ReplaceAsync(new(Tenant, id, id, title, null, [], []), [new(0, text.Length, text, [])], cancellation);
        }

        await index.CompactAsync(Tenant, cancellation);
    }

    private async Task<RetrievalTuning> TuneAsync(
        EmbeddedPassageIndex index, IReadOnlyList<JudgedQuery> queries, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        var candidates = new List<RetrievalCandidate>();
        for (var step = 0; step <= Steps; step++)
        {
            progress?.Report(new("tune", step, Steps));
            index.Formula = index.Formula with { GramWeight = (double)step / Steps };
            var (metrics, _) = await JudgeAsync(index, queries, null, cancellation);
            candidates.Add(new(index.Formula.GramWeight, metrics.Ndcg10, metrics.Recall100));
        }

        return new(queries.Count, candidates);
    }

    private async Task<(RankingMetrics Mean, double[] Millis)> JudgeAsync(
        EmbeddedPassageIndex index, IReadOnlyList<JudgedQuery> queries, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        var (all, millis) = (new RankingMetrics[queries.Count], new double[queries.Count]);
        for (var i = 0; i < queries.Count; i++)
        {
            if (i % 64 == 0) progress?.Report(new("search", i, queries.Count));
            var asked = clock.GetTimestamp();
            var found = await index.SearchAsync(new(Tenant, queries[i].Text, Depth), cancellation);
            millis[i] = clock.GetElapsedTime(asked).TotalMilliseconds;
            all[i] = RankingMetrics.Of([.. found.Select(one => one.Version.DocumentId)], queries[i].Grades);
        }

        Array.Sort(millis);
        return (RankingMetrics.Mean(all), millis);
    }

    private static LexicalFormula Formula(string method) => method switch
    {
        "bm25" => LexicalFormula.WordsAlone,
        "ngrams" => LexicalFormula.Usual with { GramWeight = 1 },
        _ => LexicalFormula.Usual,
    };

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
