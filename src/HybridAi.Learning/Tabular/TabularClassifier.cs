using HybridAi.Learning.Calibration;

namespace HybridAi.Learning.Tabular;

/// <summary>
/// A trained classifier of table rows. Immutable and safe to share among threads; predictions allocate nothing once a thread's working memory has
/// grown to the model.
/// </summary>
public sealed class TabularClassifier
{
    private readonly TableModel _model;
    private readonly string[] _labels;
    private readonly float _temperature;

    internal TabularClassifier(string[] labels, TableModel model, float temperature) => (_labels, _model, _temperature) = (labels, model, temperature);

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The columns, in the order of the cells.</summary>
    public IReadOnlyList<TableColumn> Columns => _model.Reader.Columns;

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="source">Read from its position to the end of the model.</param>
    /// <exception cref="InvalidDataException">Not a table classifier, of another version, truncated, changed, or not well formed; the message says which.</exception>
    public static TabularClassifier Load(Stream source) => TabularModelFile.ReadClassifier(source);

    /// <summary>Writes the model with a checksum and a parity probe.</summary>
    /// <param name="target">Written at its position; left open.</param>
    public void Save(Stream target) => TabularModelFile.Write(this, target);

    /// <summary>The calibrated probability of each label, and which is the most probable.</summary>
    /// <param name="cells">One a column; null is missing, and a cell of a number column that is no number counts as missing.</param>
    /// <param name="probabilities">At least as long as the labels.</param>
    /// <returns>The index of the most probable label.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public int Predict(ReadOnlySpan<string?> cells, Span<float> probabilities)
    {
        if (probabilities.Length < _labels.Length)
            throw new ArgumentException($"{_labels.Length} labels do not fit {probabilities.Length} probabilities.", nameof(probabilities));
        var target = probabilities[.._labels.Length];
        _model.Scores(cells, _model.Scratch()).CopyTo(target);
        return Softmax.InPlace(target, _temperature);
    }

    /// <summary>
    /// The mean over columns of how unlike the training rows a cell is, from 0 to 1: a number outside the range, an unknown level, a cell missing where
    /// none was, or the share of a text's n-grams that are unknown.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many cells as columns.</exception>
    public double Novelty(ReadOnlySpan<string?> cells) => _model.Novelty(cells);

    /// <summary>The columns that move a label's score most, the strongest first, for or against.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="label">Index of the label.</param>
    /// <param name="top">Most columns to return.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, the label is not one of the labels, or a count is negative.</exception>
    public IReadOnlyList<ColumnWeight> Explain(ReadOnlySpan<string?> cells, int label, int top)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, _labels.Length);
        return _model.Strongest(cells, Weigh, top);

        // A softmax sees only how scores differ, so each counts against their mean.
        double Weigh(double[] contributions, int column)
        {
            var scores = contributions.AsSpan(column * _labels.Length, _labels.Length);
            var mean = 0.0;
            foreach (var score in scores) mean += score / scores.Length;
            return (scores[label] - mean) / _temperature;
        }
    }

    internal void Write(BinaryWriter writer)
    {
        TableFile.WriteNames(writer, _labels);
        writer.Write(_temperature);
        _model.Write(writer);
    }

    internal static TabularClassifier Read(BinaryReader reader)
    {
        var labels = TableFile.ReadNames(reader);
        if (labels.Length < 2) throw new InvalidDataException("The model file has fewer than two labels.");
        var temperature = reader.ReadSingle();
        if (!(temperature > 0)) throw new InvalidDataException("The model file has no temperature.");
        return new(labels, TableModel.Read(reader, labels.Length), temperature);
    }
}
