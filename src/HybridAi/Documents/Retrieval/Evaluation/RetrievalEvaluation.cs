using HybridAi.Documents.Retrieval.Ranking;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Ranking;
using HybridAi.Learning.Retrieval;
using HybridAi.Llm;

namespace HybridAi.Documents.Retrieval.Evaluation;

/// <summary>
/// Judges the embedded index by files of documents, queries and judgements. Each document is one passage, its title and text searched together; it is indexed
/// and searched by the same calls as a user's documents are, one thread at a time.
/// </summary>
public sealed class RetrievalEvaluation(TimeProvider clock, ModelCatalogue models, RerankerFamily rerankers)
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

        IReranker? reranker = null;
        if (request.Reranker is { } name && !rerankers.Find(name).Succeeded(out reranker, out fault)) return fault;

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

            LearntRanking? learnt = null;
            if (reranker is LexicalReranker && tuneOn is not null) (reranker, learnt) = await LearnAsync(index, tuneOn, progress, cancellation);

            // The first searches of a process wait for its compiler; a service's are not among its first.
            await JudgeAsync(index, [.. queries.Take(WarmUp)], null, cancellation);
            var asFound = await JudgeAsync(index, queries, progress, cancellation);
            var judged = asFound;
            if (reranker is not null)
            {
                var ranked = new RerankedPassageIndex(index, reranker);
                if (reranker is LexicalReranker) await JudgeAsync(ranked, [.. queries.Take(WarmUp)], null, cancellation);
                judged = await JudgeAsync(ranked, queries, progress, cancellation);
            }

            var mean = RankingMetrics.Mean(judged.Metrics);
            return new RetrievalEvaluationReport(
                "retrieval", request.Seed, clock.GetElapsedTime(started).TotalSeconds, request.Method, corpus.Count, queries.Count,
                mean.Ndcg10, mean.Recall100, mean.Mrr10, indexSeconds, indexBytes, At(judged.Millis, 0.5), At(judged.Millis, 0.99),
                Weights(index, embedder is not null), tuning, reranker is null ? null : Compare(reranker, learnt, asFound, judged));
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
                var metrics = RankingMetrics.Mean((await JudgeAsync(index, queries, null, cancellation)).Metrics);
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

    private static async Task<(IReranker Reranker, LearntRanking Learnt)> LearnAsync(
        EmbeddedPassageIndex index, IReadOnlyList<JudgedQuery> queries, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        var examples = new List<RankingExample>();
        for (var i = 0; i < queries.Count; i++)
        {
            if (i % 64 == 0) progress?.Report(new("learn", i, queries.Count));
            var grades = queries[i].Grades;
            var search = JudgedSearch.By(queries[i].Text, found => grades.GetValueOrDefault(found.Version.DocumentId) > 0);
            if (await RankingStage.ExampleAsync(index, Tenant, search, cancellation) is { } example) examples.Add(example);
        }

        var trial = RankingTrial.Of(examples);
        var weights = RankingFeatures.Names.Zip(trial.Model.Weights).ToDictionary(pair => pair.First, pair => pair.Second);
        return (new LexicalReranker(trial.Model), new(trial.Queries, trial.Before, trial.After, trial.Chance, weights));
    }

    private static RetrievalReranking Compare(IReranker reranker, LearntRanking? learnt, Judged before, Judged after)
    {
        var (mean, pairs) = (RankingMetrics.Mean(before.Metrics), before.Metrics.Zip(after.Metrics).ToList());
        return new(
            reranker.Name, reranker.Depth, mean.Ndcg10, mean.Recall100, mean.Mrr10, At(before.Millis, 0.5), At(before.Millis, 0.99),
            pairs.Count(pair => pair.Second.Ndcg10 > pair.First.Ndcg10), pairs.Count(pair => pair.Second.Ndcg10 < pair.First.Ndcg10), after.NotRanked, learnt);
    }

    private async Task<Judged> JudgeAsync(
        IPassageIndex index, IReadOnlyList<JudgedQuery> queries, IProgress<RetrievalEvaluationStep>? progress, CancellationToken cancellation)
    {
        var (all, millis, notRanked) = (new RankingMetrics[queries.Count], new double[queries.Count], 0);
        for (var i = 0; i < queries.Count; i++)
        {
            if (i % 64 == 0) progress?.Report(new("search", i, queries.Count));
            var asked = clock.GetTimestamp();
            var found = await index.SearchAsync(new(Tenant, queries[i].Text, Depth), cancellation);
            millis[i] = clock.GetElapsedTime(asked).TotalMilliseconds;
            all[i] = RankingMetrics.Of([.. found.Select(one => one.Version.DocumentId)], queries[i].Grades);
            if (found is [{ RankFault: not null }, ..]) notRanked++;
        }

        Array.Sort(millis);
        return new(all, millis, notRanked);
    }

    private static LexicalFormula Formula(string method) => method switch
    {
        "bm25" => LexicalFormula.WordsAlone,
        "ngrams" => LexicalFormula.Usual with { GramWeight = 1 },
        _ => LexicalFormula.Usual,
    };

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    private sealed record Judged(RankingMetrics[] Metrics, double[] Millis, int NotRanked);
}
