namespace HybridAi.Serve.Routing;

/// <summary>Deals rows to folds of about the same size, by chance that the seed names; equal texts are dealt together.</summary>
/// <param name="Of">The fold of each row, from 0.</param>
/// <param name="Count">How many folds.</param>
public sealed record RowFolds(int[] Of, int Count)
{
    private const int Usual = 5;

    /// <summary>Deals the rows.</summary>
    /// <param name="texts">The rows' texts.</param>
    /// <param name="seed">Another seed, other folds.</param>
    /// <param name="count">How many folds.</param>
    public static RowFolds Deal(IReadOnlyList<string> texts, int seed, int count = Usual)
    {
        var distinct = texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(distinct);
        var ofText = distinct.Index().ToDictionary(text => text.Item, text => text.Index % count, StringComparer.Ordinal);
        return new([.. texts.Select(text => ofText[text])], count);
    }
}
