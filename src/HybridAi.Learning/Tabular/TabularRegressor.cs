using HybridAi.Learning.Tabular.Boosting;

namespace HybridAi.Learning.Tabular;

/// <summary>
/// A trained regressor of table rows: an estimate, how far off it is expected to be, and how probable it is that the target lies between two bounds.
/// Immutable and safe to share among threads; predictions allocate nothing once a thread's working memory has grown to the model.
/// </summary>
public sealed class TabularRegressor
{
    private readonly TableModel _model;
    private readonly ErrorScale _scale;
    private readonly ErrorDistribution _errors;

    internal TabularRegressor(TableModel model, ErrorScale scale, ErrorDistribution errors) => (_model, _scale, _errors) = (model, scale, errors);

    /// <summary>The columns, in the order of the cells.</summary>
    public IReadOnlyList<TableColumn> Columns => _model.Reader.Columns;

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="source">Read from its position to the end of the model.</param>
    /// <exception cref="InvalidDataException">Not a table regressor, of another version, truncated, changed, or not well formed; the message says which.</exception>
    public static TabularRegressor Load(Stream source) => TabularModelFile.ReadRegressor(source);

    /// <summary>Writes the model with a checksum and a parity probe.</summary>
    /// <param name="target">Written at its position; left open.</param>
    public void Save(Stream target) => TabularModelFile.Write(this, target);

    /// <summary>The estimate of a row.</summary>
    /// <param name="cells">One a column; null is missing, and a cell of a number column that is no number counts as missing.</param>
    /// <exception cref="ArgumentException">There are not as many cells as columns.</exception>
    public TabularEstimate Predict(ReadOnlySpan<string?> cells)
    {
        var scratch = _model.Scratch();
        var mean = _model.Scores(cells, scratch)[0];
        var features = scratch.Features.AsSpan(0, _model.Coding.Width + 1);
        features[^1] = mean;
        return new(mean, _scale.Of(features));
    }

    /// <summary>Probability that the row's target lies from <paramref name="low"/> to <paramref name="high"/>, as often right as it says on new rows like the training rows.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="low">Lower bound; may be negative infinity.</param>
    /// <param name="high">Upper bound; may be infinity.</param>
    /// <returns>From 0 to 1; 0 where <paramref name="high"/> is below <paramref name="low"/>.</returns>
    /// <exception cref="ArgumentException">There are not as many cells as columns, or a bound is not a number.</exception>
    public double Within(ReadOnlySpan<string?> cells, double low, double high)
    {
        if (double.IsNaN(low) || double.IsNaN(high)) throw new ArgumentException("A bound is not a number.");
        var estimate = Predict(cells);
        return high < low ? 0 : Math.Max(0, AtMost(high) - AtMost(low));

        double AtMost(double bound) => _errors.AtMost((bound - estimate.Mean) / estimate.Spread);
    }

    /// <summary>The estimate of a row, and the probabilities that its target is at most each of these bounds: <see cref="Within"/> for many bounds at once.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="bounds">The bounds; none is not a number.</param>
    /// <param name="atMost">Filled: one probability a bound; at least as long as the bounds.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public TabularEstimate Predict(ReadOnlySpan<string?> cells, ReadOnlySpan<double> bounds, Span<double> atMost)
    {
        if (atMost.Length < bounds.Length) throw new ArgumentException($"{bounds.Length} bounds do not fit {atMost.Length} probabilities.", nameof(atMost));
        var estimate = Predict(cells);
        for (var i = 0; i < bounds.Length; i++) atMost[i] = _errors.AtMost((bounds[i] - estimate.Mean) / estimate.Spread);
        return estimate;
    }

    /// <summary>
    /// The mean over columns of how unlike the training rows a cell is, from 0 to 1: a number outside the range, an unknown level, a cell missing where
    /// none was, or the share of a text's n-grams that are unknown.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many cells as columns.</exception>
    public double Novelty(ReadOnlySpan<string?> cells) => _model.Novelty(cells);

    /// <summary>The columns that move the estimate most, the strongest first, up or down.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="top">Most columns to return.</param>
    /// <exception cref="ArgumentException">There are not as many cells as columns, or a count is negative.</exception>
    public IReadOnlyList<ColumnWeight> Explain(ReadOnlySpan<string?> cells, int top) =>
        _model.Strongest(cells, (contributions, column) => contributions[column], top);

    internal void Write(BinaryWriter writer)
    {
        _model.Write(writer);
        _scale.Trees.Write(writer);
        writer.Write(_scale.Least);
        TableFile.WriteAll(writer, _errors.Quantiles);
    }

    internal static TabularRegressor Read(BinaryReader reader)
    {
        var model = TableModel.Read(reader, 1);
        var trees = BoostedTrees.Read(reader, 1, model.Coding.Width + 1);
        var least = reader.ReadDouble();
        if (!(least > 0)) throw new InvalidDataException("The model file has no least error.");
        return new(model, new(trees, least), ErrorDistribution.From(TableFile.ReadAll<double>(reader)));
    }
}
