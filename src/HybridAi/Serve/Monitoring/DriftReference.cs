using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Training;
using HybridAi.Learning.Drift;

namespace HybridAi.Serve.Monitoring;

/// <summary>What a model makes of a text, as far as drift shows in it.</summary>
/// <param name="Length">Characters.</param>
/// <param name="Novelty">Share of the text's words and n-grams that training never saw, 0 to 1.</param>
/// <param name="Label">The model's label.</param>
/// <param name="Confidence">How sure the model is, 0 to 1.</param>
public sealed record TextFigures(double Length, double Novelty, string Label, double Confidence)
{
    /// <summary>The one way of measuring a text: reference and traffic are measured alike.</summary>
    public static TextFigures Of(IModel model, string text)
    {
        var chances = new float[model.Labels.Count];
        var best = model.Predict(text, chances);
        return new(text.Length, model.Novelty(text), model.Labels[best], chances[best]);
    }
}

/// <summary>
/// What served texts are held against: rows of the model's dataset that it did not learn from, measured by the model itself. Rows that it learned from would not
/// do: of those it is surer, and nothing in them is new to it.
/// </summary>
/// <param name="Texts">The texts.</param>
/// <param name="Figures">What the model makes of each.</param>
public sealed record DriftReference(IReadOnlyList<string> Texts, IReadOnlyList<TextFigures> Figures)
{
    /// <summary>Fewer say too little.</summary>
    public const int Least = 50;

    private const int Most = 2_000;

    /// <summary>How the texts are read where they are rows; else null.</summary>
    public RowText? Rows { get; init; }

    /// <summary>Whether the model answers numbers, which have an order.</summary>
    public bool OfNumbers { get; init; }

    /// <summary>The held-out rows of a dataset, or a part of them by chance; or the fault <c>reference-too-small</c>.</summary>
    public static Outcome<DriftReference> Of(IModel model, Dataset dataset)
    {
        string[] texts = [.. dataset.Rows.Where(row => row.Split != Split.Train).Select(row => row.Text).Distinct(StringComparer.Ordinal)];
        if (texts.Length < Least)
        {
            return Fault.Conflict(
                "reference-too-small", $"Dataset {dataset.Manifest.Hash[..8]} holds {texts.Length} texts that the model did not learn from; drift is told from {Least} on.");
        }

        new Random(1).Shuffle(texts);
        return Of(model, texts.Length > Most ? texts[..Most] : texts) with
        {
            Rows = dataset.Manifest.Columns is { } columns ? new(columns) : null, OfNumbers = dataset.Manifest.Scale is not null,
        };
    }

    /// <summary>These texts as the model sees them.</summary>
    public static DriftReference Of(IModel model, IReadOnlyList<string> texts) => new(texts, [.. texts.Select(text => TextFigures.Of(model, text))]);

    /// <summary>The columns of a window beside those of the reference.</summary>
    /// <param name="window">What the model makes of the window's texts.</param>
    /// <param name="texts">The texts.</param>
    internal IReadOnlyList<DriftColumn> Beside(IReadOnlyList<TextFigures> window, IReadOnlyList<string> texts) =>
    [
        Numbers(DriftColumns.Length, figures => figures.Length, window), Numbers(DriftColumns.Novelty, figures => figures.Novelty, window),
        Numbers(DriftColumns.Confidence, figures => figures.Confidence, window),
        OfNumbers
            ? Numbers(DriftColumns.Label, figures => double.Parse(figures.Label, NumberStyles.Float, CultureInfo.InvariantCulture), window)
            : new CategoricalColumn(DriftColumns.Label, [.. Figures.Select(figures => figures.Label)], [.. window.Select(figures => figures.Label)]),
        .. Rows is { } rows ? RowDrift.Of(rows, Texts, texts) : [],
    ];

    private NumericColumn Numbers(string name, Func<TextFigures, double> of, IReadOnlyList<TextFigures> window)
        => new(name, [.. Figures.Select(of)], [.. window.Select(of)]);
}

/// <summary>The names of the columns that drift is looked for in.</summary>
public static class DriftColumns
{
    /// <summary>Characters of a text.</summary>
    public const string Length = "length";

    /// <summary>Share of a text that training never saw.</summary>
    public const string Novelty = "out-of-vocabulary";

    /// <summary>The model's label.</summary>
    public const string Label = "prediction";

    /// <summary>How sure the model is.</summary>
    public const string Confidence = "confidence";

    /// <summary>What an alert about this column is called.</summary>
    internal static AlertKind KindOf(string column) => column switch
    {
        Label => AlertKind.PredictionDrift,
        Confidence => AlertKind.ConfidenceDrift,
        _ => AlertKind.InputDrift,
    };
}
