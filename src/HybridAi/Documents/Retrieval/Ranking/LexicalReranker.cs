using HybridAi.Learning.Ranking;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>
/// Looks at words alone: where and how closely together they stand, in titles or text, what the first ones found share. Needs no model and no network; how it
/// weighs all that is learnt.
/// </summary>
public sealed class LexicalReranker(RankingModel model) : IReranker
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "lexical";

    /// <summary>How many of the first it looks at.</summary>
    public const int Looked = 50;

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public int Depth => Looked;

    /// <summary>What it sees of passages: a row each.</summary>
    public static double[][] Rows(string query, IReadOnlyList<FoundPassage> found)
    {
        if (found.Count == 0) return [];
        var best = found[0].Score > 0 ? found[0].Score : 1;
        return RankingFeatures.Of(RankingQuery.Of(query, found[0].By?.Rarity), [.. found.Select(one => Candidate(one, one.Score / best))]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FoundPassage>> RankAsync(PassageQuery query, IReadOnlyList<FoundPassage> found, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(PassageOrder.Of(found, model.Order(Rows(query.Text, found)), Name));
    }

    private static RankingCandidate Candidate(FoundPassage found, double share) => new(
        found.Version.Title, [.. found.Passage.HeadingPath.Where(heading => heading != found.Version.Title)], found.Passage.Text,
        found.By?.Scores ?? new(share, share, share, 0));
}
