namespace HybridAi.Documents.Retrieval.Evaluation;

/// <summary>What to evaluate retrieval on.</summary>
/// <param name="Corpus">The file of the documents.</param>
/// <param name="Queries">The file of the queries.</param>
/// <param name="Judgements">The file of the judgements to be judged by.</param>
/// <param name="TuneJudgements">The file of the judgements that the weights are chosen by; null: the usual weights.</param>
/// <param name="Method">One of <see cref="RetrievalEvaluation.Methods"/>.</param>
/// <param name="Embedding">The alias of the embedding model whose vectors are searched too; null: none are.</param>
/// <param name="Reranker">The re-ranker that takes a second look; null: nobody does. <c>lexical</c> learns from the tuning judgements where there are some.</param>
/// <param name="Seed">Named in the report; nothing here is random.</param>
public sealed record RetrievalEvaluationRequest(
    string Corpus, string Queries, string Judgements, string? TuneJudgements, string Method, string? Embedding, string? Reranker, int Seed);

/// <summary>How well passages are found, as trec_eval counts it.</summary>
/// <param name="Kind">Always <c>retrieval</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">How long all of it took.</param>
/// <param name="Method">How it was searched.</param>
/// <param name="Documents">Documents in the corpus.</param>
/// <param name="JudgedQueries">Queries with a relevant document.</param>
/// <param name="Ndcg10">Normalised discounted cumulative gain of the first ten.</param>
/// <param name="Recall100">Share of the relevant documents among the first hundred.</param>
/// <param name="Mrr10">Reciprocal rank of the first relevant document among the first ten.</param>
/// <param name="IndexSeconds">How long indexing took, until everything stood in files.</param>
/// <param name="IndexBytes">How many bytes the files have.</param>
/// <param name="QueryMillisP50">What half of the queries took at most, in milliseconds, after a hundred to warm up.</param>
/// <param name="QueryMillisP99">What 99 of 100 queries took at most, in milliseconds.</param>
/// <param name="Weights">The weights that were used, by kind of score.</param>
/// <param name="Tuning">How each candidate did on the tuning judgements; null without any.</param>
/// <param name="Reranking">What the second look did to the same queries; null without one. The figures above are then those after it.</param>
public sealed record RetrievalEvaluationReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    string Method,
    int Documents,
    int JudgedQueries,
    double Ndcg10,
    double Recall100,
    double Mrr10,
    double IndexSeconds,
    long IndexBytes,
    double QueryMillisP50,
    double QueryMillisP99,
    IReadOnlyDictionary<string, double> Weights,
    RetrievalTuning? Tuning,
    RetrievalReranking? Reranking);

/// <summary>What a second look did.</summary>
/// <param name="Reranker">Who took it.</param>
/// <param name="Depth">How many of the first it looked at.</param>
/// <param name="Ndcg10AsFound">Normalised discounted cumulative gain of the first ten without it.</param>
/// <param name="Recall100AsFound">Share of the relevant documents among the first hundred without it.</param>
/// <param name="Mrr10AsFound">Reciprocal rank of the first relevant document among the first ten without it.</param>
/// <param name="QueryMillisP50AsFound">What half of the queries took at most without it, in milliseconds.</param>
/// <param name="QueryMillisP99AsFound">What 99 of 100 queries took at most without it, in milliseconds.</param>
/// <param name="Better">Queries whose gain is larger with it.</param>
/// <param name="Worse">Queries whose gain is smaller with it.</param>
/// <param name="NotRanked">Queries to which it gave no order.</param>
/// <param name="Learnt">What it learnt from the tuning judgements, cross-validated there; null: it learnt nothing here.</param>
public sealed record RetrievalReranking(
    string Reranker,
    int Depth,
    double Ndcg10AsFound,
    double Recall100AsFound,
    double Mrr10AsFound,
    double QueryMillisP50AsFound,
    double QueryMillisP99AsFound,
    int Better,
    int Worse,
    int NotRanked,
    LearntRanking? Learnt);

/// <summary>What was learnt of an order.</summary>
/// <param name="Queries">Queries with a relevant document among those that were looked at.</param>
/// <param name="Before">Their mean nDCG@10 as found, of what was found.</param>
/// <param name="After">The same, each fifth ranked by what the others teach.</param>
/// <param name="Chance">One-sided exact chance of so many better queries if nothing had been learnt.</param>
/// <param name="Weights">The learnt weights by feature.</param>
public sealed record LearntRanking(int Queries, double Before, double After, double Chance, IReadOnlyDictionary<string, double> Weights);

/// <summary>How the weights were chosen.</summary>
/// <param name="Queries">Queries with a relevant document among the tuning judgements.</param>
/// <param name="Candidates">What was tried.</param>
public sealed record RetrievalTuning(int Queries, IReadOnlyList<RetrievalCandidate> Candidates);

/// <summary>One way to weigh, on the tuning judgements.</summary>
/// <param name="GramWeight">Share of the character n-grams among words and n-grams.</param>
/// <param name="DenseWeight">Share of the vectors in the sum of all.</param>
/// <param name="Ndcg10">Normalised discounted cumulative gain of the first ten.</param>
/// <param name="Recall100">Share of the relevant documents among the first hundred.</param>
public sealed record RetrievalCandidate(double GramWeight, double DenseWeight, double Ndcg10, double Recall100);

/// <summary>How far an evaluation of retrieval is.</summary>
/// <param name="Phase">What is being done: index, tune, search.</param>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all.</param>
public sealed record RetrievalEvaluationStep(string Phase, int Done, int Total);
