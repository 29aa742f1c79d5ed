using HybridAi.Learning.Metrics;
using HybridAi.Learning.Retrieval;
using HybridAi.Llm;

namespace HybridAi.Documents.Retrieval.Evaluation;

/// <summary>
/// Judges the embedded index by files of documents, queries and judgements. Each document is one passage, its title and text searched together; it is indexed
/// and searched by the same calls as a user's documents are, one thread at a time.
/// </summary>
public sealed class RetrievalEvaluation(TimeProvider clock, ModelCatalogue models)
{
    private const string Tenant = "evaluation";
    private const int Depth = 100;
    private const int Steps = 20;
    private const int WarmUp = 100;

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

        PassageEmbedder? embedder = null;
        if (request.Embedding is { } alias)
        {
            if (!models.FindEmbedding(alias).Succeeded(out var model, out fault)) return fault;
            embedder = new(model.Generator);
        }

        var folder = Directory.CreateTempSubdirectory("hybridai-retrieval-");
        try
        {
            var indexing = clock.GetTimestamp();
            using var index = new EmbeddedPassageIndex(folder.FullName, embedder: embedder);
            await FillAsync(index, corpus, progress, cancellation);
            var indexSeconds = clock.GetElapsedTime(indexing).TotalSeconds;
            var indexBytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(each => each.Length);

            index.Formula = Formula(request.Method);
            RetrievalTuning? tuning = null;
            if (tuneOn is not null && request.Method == Methods[0])
            {
                tuning = await TuneAsync(index, embedder is not null, tuneOn, progress, cancellation);
            }

            // The first searches of a process wait for its compiler; a service's are not among its first.
            await JudgeAsync(index, [.. queries.Take(WarmUp)], null, cancellation);
            var (metrics, millis) = await JudgeAsync(index, queries, progress, cancellation);
            return new RetrievalEvaluationReport(
                "retrieval", request.Seed, clock.GetElapsedTime(started).TotalSeconds, request.Method, corpus.Count, queries.Count,
                metrics.Ndcg10, metrics.Recall100, metrics.Mrr10, indexSeconds, indexBytes, At(millis, 0.5), At(millis, 0.99),
                Weights(index, embedder is not null), tuning);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The candidate in the middle of the best three neighbours: a single best one is more often luck.</summary>
    internal static RetrievalCandidate Best(IReadOnlyList<RetrievalCandidate> candidates)
        => Enumerable.Range(0, candidates.Count)
            .Select(at => (Candidate: candidates[at], Mean: candidates.Skip(at - 1).Take(at == 0 ? 2 : 3).Average(near => near.Ndcg10)))
            .OrderByDescending(each => each.Mean).ThenByDescending(each => each.Candidate.Recall100)
            .First().Candidate;

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

    // The n-grams first, without vectors; then the vectors beside what came out best.
    private async Task<RetrievalTuning> TuneAsync(
        EmbeddedPassageIndex index, bool dense, IReadOnlyList<JudgedQuery> queries, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        index.DenseWeight = 0;
        var lexical = await TryAsync(weight => index.Formula = index.Formula with { GramWeight = weight });
        index.Formula = index.Formula with { GramWeight = Best(lexical).GramWeight };
        if (!dense) return new(queries.Count, lexical);
        var fused = await TryAsync(weight => index.DenseWeight = weight);
        index.DenseWeight = Best(fused).DenseWeight;
        return new(queries.Count, [.. lexical, .. fused]);

        async Task<List<RetrievalCandidate>> TryAsync(Action<double> set)
        {
            var candidates = new List<RetrievalCandidate>();
            for (var step = 0; step <= Steps; step++)
            {
                progress?.Report(new("tune", step, Steps));
                set((double)step / Steps);
                var (metrics, _) = await JudgeAsync(index, queries, null, cancellation);
                candidates.Add(new(index.Formula.GramWeight, index.DenseWeight, metrics.Ndcg10, metrics.Recall100));
            }

            return candidates;
        }
    }

    private static Dictionary<string, double> Weights(EmbeddedPassageIndex index, bool dense)
    {
        var lexical = dense ? 1 - index.DenseWeight : 1;
        var weights = new Dictionary<string, double> { ["words"] = lexical * (1 - index.Formula.GramWeight), ["ngrams"] = lexical * index.Formula.GramWeight };
        if (dense) weights["vectors"] = index.DenseWeight;
        return weights;
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
