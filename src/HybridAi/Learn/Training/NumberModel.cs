using HybridAi.Curate.Projects;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Training;

/// <summary>
/// A regressor as a model over the numbers of a scale: each number's probability is that of the target lying nearer to it than to any other, the first and
/// the last taking what lies beyond them.
/// </summary>
internal sealed class NumberModel : IModel
{
    private const int Magic = 0x4E4D_4148;

    [ThreadStatic]
    private static double[]? Buffer;

    private readonly TabularRegressor _regressor;
    private readonly ScoreScale _scale;
    private readonly RowText _rows;
    private readonly double[] _edges;

    /// <summary>A model of this scale, which has at least two numbers.</summary>
    public NumberModel(TabularRegressor regressor, ScoreScale scale)
    {
        (_regressor, _scale, _rows) = (regressor, scale, TableTraining.Reading(regressor.Columns));
        decimal[] numbers = [.. scale.All()];
        Labels = [.. numbers.Select(ScoreForm.Written)];
        _edges = [.. numbers[1..].Select(number => (double)(number - scale.Step / 2))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Probes => TableTraining.ProbesOf(_rows);

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        if (probabilities.Length < Labels.Count) throw new ArgumentException($"{Labels.Count} numbers do not fit {probabilities.Length} probabilities.", nameof(probabilities));
        if (Buffer is null || Buffer.Length < _edges.Length) Buffer = new double[_edges.Length];
        var atMost = Buffer.AsSpan(0, _edges.Length);
        var estimate = _regressor.Predict(TableTraining.Cells(_rows, text), _edges, atMost);
        var before = 0.0;
        for (var i = 0; i < _edges.Length; i++)
        {
            probabilities[i] = (float)Math.Max(0, atMost[i] - before);
            before = Math.Max(before, atMost[i]);
        }

        probabilities[_edges.Length] = (float)(1 - before);
        var place = Math.Round((estimate.Mean - (double)_scale.Lowest) / (double)_scale.Step, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp(place, 0, Labels.Count - 1);
    }

    /// <inheritdoc/>
    public double Novelty(ReadOnlySpan<char> text) => _regressor.Novelty(TableTraining.Cells(_rows, text));

    /// <summary>The columns that move the estimate most, up or down: they are the same for every number.</summary>
    /// <exception cref="ArgumentException">The model has no such number.</exception>
    public IReadOnlyList<string> Explain(string text, string label, int top)
    {
        if (!Labels.Contains(label)) throw new ArgumentException($"The model has no number '{label}'.", nameof(label));
        return TableTraining.Words(_regressor.Explain(TableTraining.Cells(_rows, text), top));
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            foreach (var part in (decimal[])[_scale.Lowest, _scale.Highest, _scale.Step]) writer.Write(part);
        }

        _regressor.Save(stream);
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is none, or was cut short or changed.</exception>
    public static NumberModel Load(Stream stream)
    {
        ScoreScale scale;
        try
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            if (reader.ReadInt32() != Magic) throw new InvalidDataException("It does not begin as one does.");
            scale = new(reader.ReadDecimal(), reader.ReadDecimal(), reader.ReadDecimal());
        }
        catch (Exception broken) when (broken is EndOfStreamException or IOException or ArgumentException)
        {
            throw new InvalidDataException($"Its scale can't be read: {broken.Message}");
        }

        if (scale.Step <= 0 || scale.Lowest >= scale.Highest || (double)(scale.Highest - scale.Lowest) / (double)scale.Step >= ScoreScale.MostApart)
            throw new InvalidDataException("Its scale is none.");
        return new(TabularRegressor.Load(stream), scale);
    }
}
