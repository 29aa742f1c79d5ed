using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>Deals rows to folds, by chance that the seed names; equal texts are dealt together.</summary>
/// <param name="Of">The fold of each row, from 0.</param>
/// <param name="Count">How many folds.</param>
public sealed record RowFolds(int[] Of, int Count)
{
    private const int Learning = 5;

    /// <summary>
    /// Deals the rows: to five folds of about the same size or, where half of the rows judge alone, those to fold 0 and the half that learns to five more, since
    /// it too must not be read by what counted it.
    /// </summary>
    /// <param name="texts">The rows' texts.</param>
    /// <param name="seed">Another seed, other folds.</param>
    /// <param name="showing">How rows are kept from the policies that they judge.</param>
    public static RowFolds Deal(IReadOnlyList<string> texts, int seed, Showing showing)
    {
        var distinct = texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(distinct);
        var ofText = distinct.Index().ToDictionary(text => text.Item, text => FoldAt(text.Index), StringComparer.Ordinal);
        return new([.. texts.Select(text => ofText[text])], showing == Showing.HeldOut ? Learning + 1 : Learning);

        int FoldAt(int place) => showing != Showing.HeldOut ? place % Learning : place % 2 == 0 ? 0 : 1 + place / 2 % Learning;
    }
}
