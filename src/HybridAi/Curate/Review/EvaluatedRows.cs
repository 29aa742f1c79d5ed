using HybridAi.Learning.LabelErrors;

namespace HybridAi.Curate.Review;

/// <summary>Labels of a file that are to be evaluated, and what is known about them.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Given">The label of each; null where the labeller gave none.</param>
/// <param name="Truth">The right label of each; null where the file does not say.</param>
/// <param name="Votes">Labels of further labellers by name; null entries where one gave none.</param>
/// <param name="Confidences">How sure the labeller said it was; null entries where it said nothing.</param>
/// <param name="CostUsd">What all the labels cost; null where that is unknown.</param>
/// <param name="Lines">Where each row begins in the file.</param>
public sealed record EvaluatedRows(
    IReadOnlyList<string> Texts,
    IReadOnlyList<string?> Given,
    IReadOnlyList<string>? Truth,
    IReadOnlyDictionary<string, IReadOnlyList<string?>> Votes,
    IReadOnlyList<double?> Confidences,
    decimal? CostUsd,
    IReadOnlyList<long> Lines)
{
    /// <summary>Whether the label of a row is wrong; false where the truth is unknown.</summary>
    public bool IsWrong(int row) => Truth is not null && Given[row] != Truth[row];

    /// <summary>The labelled rows as the estimator of doubt takes them; no truth is in them but the list of label names.</summary>
    internal (DoubtRows Rows, int[] Places) ToDoubtRows()
    {
        var places = Enumerable.Range(0, Given.Count).Where(row => Given[row] is not null).ToArray();
        var names = Given.Concat(Votes.Values.SelectMany(votes => votes)).Concat(Truth ?? []).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        return (new DoubtRows(Array.ConvertAll(places, row => Texts[row]), Array.ConvertAll(places, row => index[Given[row]!]), names)
        {
            Votes = [.. Votes.Values.Select(votes => Array.ConvertAll(places, row => votes[row] is { } label ? index[label] : DoubtRows.None))],
            Confidences = Array.ConvertAll(places, row => Confidences[row]),
        }, places);
    }
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Phase">What is being done.</param>
public sealed record ReviewEvaluationStep(int Done, int Total, string Phase);
