using HybridAi.Learning.Linear;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Tabular.Columns;

/// <summary>A text: what a linear model of its n-grams says of the target, as scores of each label or as an estimate.</summary>
/// <remarks>
/// A training row is scored by a model that was fitted without it and its group, for a model's word on its own training rows is far surer than on new
/// ones: stacking, Wolpert 1992. An empty or missing text has the scores of no words at all.
/// </remarks>
/// <param name="column">Which column it reads.</param>
/// <param name="vectorizer">Makes n-grams of the text.</param>
/// <param name="weights">Features × outputs, the intercepts last.</param>
/// <param name="outputs">Number of scores.</param>
internal sealed class TextCoder(int column, TextVectorizer vectorizer, float[] weights, int outputs) : ColumnCoder(column, outputs)
{
    private const int Folds = 4;
    private const double RidgePenalty = 1;

    // Columns of remarks repeat themselves: at a text classifier's cost copies of a text take hundreds of passes to agree. Any cost from 2 to 60 is
    // as good on texts that are all different, for the model of the columns weighs the scores anew.
    private static readonly SoftmaxRegressionSettings Fitting = new(Cost: 10, MaximumEpochs: 50);

    private static readonly TextClassifierSettings Vocabulary = new() { MaximumFeatures = 50_000 };

    public static CodedColumn Fit(ColumnData data, int seed, CancellationToken ct)
    {
        var texts = Array.ConvertAll(data.Cells, cell => cell ?? "");
        var training = new float[data.Target.Statistics][];
        for (var k = 0; k < training.Length; k++) training[k] = new float[texts.Length];
        var scores = new float[training.Length];
        var folds = TableFolds.Deal(data.Target, data.Groups, Folds, seed);
        foreach (var held in folds.Held())
        {
            var judge = FitOn(data, texts, folds.Without(held), ct);
            foreach (var row in held)
            {
                judge.Code(0, texts[row], scores);
                for (var k = 0; k < scores.Length; k++) training[k][row] = scores[k];
            }
        }

        return new(FitOn(data, texts, [.. Enumerable.Range(0, texts.Length)], ct), training);
    }

    public static TextCoder Read(int column, BinaryReader reader)
    {
        var bounds = TableFile.ReadAll<int>(reader);
        if (bounds.Length != 4) throw new InvalidDataException("The text column's n-grams have no bounds.");
        var scanner = new NGramScanner(bounds[0], bounds[1], bounds[2], bounds[3]);
        var (hashes, rarity, weights) = (TableFile.ReadAll<uint>(reader), TableFile.ReadAll<float>(reader), TableFile.ReadAll<float>(reader));
        var outputs = weights.Length / (hashes.Length + 1);
        if (rarity.Length != hashes.Length || outputs == 0 || outputs * (hashes.Length + 1) != weights.Length)
            throw new InvalidDataException("The text column's weights do not fit its n-grams.");
        return new(column, new TextVectorizer(scanner, new FeatureTable(hashes), rarity), weights, outputs);
    }

    public override void Code(double value, string? cell, Span<float> features)
    {
        weights.AsSpan(vectorizer.FeatureCount * Width).CopyTo(features);
        if (string.IsNullOrEmpty(cell)) return;
        var scratch = TextScratch.For(vectorizer.FeatureCount, 0);
        var count = vectorizer.Vectorise(cell, scratch);
        for (var i = 0; i < count; i++)
        {
            var row = weights.AsSpan(scratch.Features[i] * Width, Width);
            for (var k = 0; k < row.Length; k++) features[k] += scratch.Values[i] * row[k];
        }
    }

    /// <summary>Share of the text's n-grams that no training text has; 1 for a text of none, 0 for an empty cell.</summary>
    public double Novelty(string? cell)
    {
        if (string.IsNullOrWhiteSpace(cell)) return 0;
        var sink = new KnownSink(vectorizer.Table);
        vectorizer.Scanner.Scan(cell, ref sink);
        return sink.All == 0 ? 1 : 1 - (double)sink.Known / sink.All;
    }

    public override void Write(BinaryWriter writer)
    {
        TableFile.WriteAll<int>(writer, vectorizer.Scanner.Bounds);
        TableFile.WriteAll<uint>(writer, vectorizer.Table.Hashes);
        TableFile.WriteAll<float>(writer, vectorizer.Weights);
        TableFile.WriteAll<float>(writer, weights);
    }

    private static TextCoder FitOn(ColumnData data, string[] texts, int[] chosen, CancellationToken ct)
    {
        var vectorizer = VocabularyBuilder.Build(texts, chosen, Vocabulary);
        var rows = vectorizer.Vectorise(texts, chosen);
        var target = data.Target.Of(chosen);
        return new(data.Column, vectorizer, target.IsLabel ? OfLabels(rows, target, ct) : OfNumbers(rows, target), target.Statistics);
    }

    // Of two labels one score tells all: the second's lead over the first.
    private static float[] OfLabels(SparseRows rows, TableTarget target, CancellationToken ct)
    {
        var fair = new double[target.Classes];
        Array.Fill(fair, 1);
        var matrix = SoftmaxRegression.Fit(rows, target.Labels(), target.Classes, fair, Fitting, null, ct);
        var weights = new float[rows.ColumnCount * target.Statistics];
        for (var feature = 0; feature < rows.ColumnCount; feature++)
        {
            var row = matrix.Row(feature);
            if (target.Classes == 2) weights[feature] = row[1] - row[0];
            else row[..target.Classes].CopyTo(weights.AsSpan(feature * target.Classes));
        }

        return weights;
    }

    private static float[] OfNumbers(SparseRows rows, TableTarget target)
    {
        var penalties = new double[rows.ColumnCount];
        penalties.AsSpan(0, penalties.Length - 1).Fill(RidgePenalty);
        return Array.ConvertAll(RidgeRegression.Fit(rows, target.Values, penalties), weight => (float)weight);
    }

    private struct KnownSink(FeatureTable table) : INGramSink
    {
        public int All;
        public int Known;

        public void Add(uint hash, NGramKind kind, int start, int end)
        {
            All++;
            if (table.Find(hash) != table.Unknown) Known++;
        }
    }
}
