using System.Globalization;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// <c>similar</c>: the examples most like the text, by the cosine of their n-grams; the most similar stands last, next to the text.
/// <c>similar-diverse</c>: each is as like the text and as unlike those already taken as can be had (maximal marginal relevance: Carbonell and
/// Goldstein 1998, section 2).
/// </summary>
internal sealed class SimilarShots(ShotPool pool, ShotSettings settings, bool diverse) : IShotSelector
{
    // Of the paper's range between 0 (most diverse) and 1 (most similar).
    private const double Relevance = 0.7;

    // Those further down are hardly like the text at all.
    private const int Candidates = 100;

    public string Name => diverse ? ShotFamily.SimilarDiverse : ShotFamily.Similar;

    public string Version { get; } = ContentHash.Of(
        diverse ? ShotFamily.SimilarDiverse : ShotFamily.Similar, settings.Count.ToString(CultureInfo.InvariantCulture));

    public bool DependsOnText => true;

    public IReadOnlyList<ReviewedText> Choose(string text)
    {
        var group = ShotPool.GroupOf(text);
        var near = pool.Vectors.Like(text).Where(found => pool.MayShow(found.Text, group)).Take(Candidates).ToList();
        var taken = new List<int>();
        while (taken.Count < settings.Count && near.Count > 0)
        {
            var best = diverse && taken.Count > 0
                ? near.MaxBy(found => (Relevance * found.Similarity) - ((1 - Relevance) * taken.Max(row => pool.Vectors.Cosine(row, found.Text))))
                : near[0];
            taken.Add(best.Text);
            near.Remove(best);
        }

        taken.Reverse();
        return [.. taken.Select(row => pool.Texts[row])];
    }
}
