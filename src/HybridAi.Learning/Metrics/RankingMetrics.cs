namespace HybridAi.Learning.Metrics;

/// <summary>How good a ranking is, as trec_eval counts it.</summary>
/// <param name="Ndcg10">Discounted gain of the first ten over the best possible one; the gain is the grade, the discount log2(rank + 1).</param>
/// <param name="Recall100">Share of the relevant that are among the first hundred.</param>
/// <param name="Mrr10">1 over the rank of the first relevant among the first ten; 0 without one.</param>
/// <remarks>Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"; trec_eval 9, measures ndcg_cut, recall, recip_rank.</remarks>
public readonly record struct RankingMetrics(double Ndcg10, double Recall100, double Mrr10)
{
    private const int Shallow = 10;
    private const int Deep = 100;

    /// <summary>The measures of one query.</summary>
    /// <param name="ranking">What was found, the best first, each once.</param>
    /// <param name="grades">The grade of each judged item; above 0: relevant. What is not judged has grade 0.</param>
    public static RankingMetrics Of(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades)
    {
        var relevant = grades.Values.Where(grade => grade > 0).OrderDescending().ToArray();
        if (relevant.Length == 0) return default;
        var (gain, found, first) = (0.0, 0, 0.0);
        for (var rank = 1; rank <= Math.Min(ranking.Count, Deep); rank++)
        {
            if (grades.GetValueOrDefault(ranking[rank - 1]) is not (> 0 and var grade)) continue;
            found++;
            if (rank > Shallow) continue;
            gain += grade / Math.Log2(rank + 1);
            if (first == 0) first = 1.0 / rank;
        }

        var best = relevant.Take(Shallow).Select((grade, at) => grade / Math.Log2(at + 2)).Sum();
        return new(gain / best, (double)found / relevant.Length, first);
    }

    /// <summary>The mean over queries; zeros without any.</summary>
    public static RankingMetrics Mean(IReadOnlyCollection<RankingMetrics> queries) => queries.Count == 0
        ? default
        : new(queries.Average(query => query.Ndcg10), queries.Average(query => query.Recall100), queries.Average(query => query.Mrr10));
}
