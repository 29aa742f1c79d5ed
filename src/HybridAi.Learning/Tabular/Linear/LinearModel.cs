using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Tabular.Linear;

/// <summary>How a linear model is fitted.</summary>
/// <param name="Cost">What the rows' misfit weighs against the size of the weights.</param>
/// <param name="Curves">Whether numbers may bend.</param>
internal sealed record LinearSettings(double Cost, bool Curves);

/// <summary>A linear model of a table: softmax regression for labels, ridge regression for numbers.</summary>
/// <param name="Coding">Makes its columns.</param>
/// <param name="Weights">Columns × outputs, the intercepts last.</param>
/// <param name="Resting">Mean of each column over the training rows, for explanations.</param>
/// <param name="Outputs">Scores a row.</param>
internal sealed record LinearModel(LinearCoding Coding, float[] Weights, float[] Resting, int Outputs)
{
    // The penalty falls on the intercept too; this makes it a ninth.
    private const float Constant = 3;
    private const int MaximumEpochs = 100;

    public static LinearModel Fit(TableRows table, CodedTable coded, LinearSettings settings, int seed, CancellationToken ct)
    {
        var coding = LinearCoding.Fit(coded, settings.Curves);
        var rows = coding.Rows(table, coded, Constant);
        var resting = new double[coding.Width + 1];
        for (var at = 0; at < rows.Columns.Length; at++) resting[rows.Columns[at]] += rows.Values[at] / coded.Count;
        var weights = coded.Target.IsLabel ? OfLabels(rows, coded.Target, settings.Cost, seed, ct) : OfNumbers(rows, coded.Target, settings.Cost);
        var intercepts = weights.AsSpan(coding.Width * coded.Target.Outputs);
        foreach (ref var intercept in intercepts) intercept *= Constant;
        return new(coding, weights, [.. resting.Take(coding.Width).Select(mean => (float)mean)], coded.Target.Outputs);
    }

    public void AddScores(TableCoding table, in CodedRow row, TableScratch scratch, float share, Span<float> scores)
    {
        for (var k = 0; k < Outputs; k++) scores[k] += share * Weights[Resting.Length * Outputs + k];
        var count = Coding.Code(table, row.Values, row.Features, scratch.Columns, scratch.Entries);
        for (var i = 0; i < count; i++)
        {
            var weights = Weights.AsSpan(scratch.Columns[i] * Outputs, Outputs);
            for (var k = 0; k < weights.Length; k++) scores[k] += share * scratch.Entries[i] * weights[k];
        }
    }

    /// <summary>Adds each column's part in each score, against the part that it has in the mean training row.</summary>
    public void Explain(TableCoding table, in CodedRow row, TableScratch scratch, double share, Span<double> contributions)
    {
        var owners = Coding.Owners(table);
        for (var column = 0; column < Resting.Length; column++) Add(contributions, column, -Resting[column]);
        var count = Coding.Code(table, row.Values, row.Features, scratch.Columns, scratch.Entries);
        for (var i = 0; i < count; i++) Add(contributions, scratch.Columns[i], scratch.Entries[i]);

        void Add(Span<double> to, int column, double value)
        {
            for (var k = 0; k < Outputs; k++) to[owners[column] * Outputs + k] += share * value * Weights[column * Outputs + k];
        }
    }

    public void Write(BinaryWriter writer)
    {
        TableFile.WriteAll<LinearTerm>(writer, Coding.Terms);
        TableFile.WriteAll<float>(writer, Weights);
        TableFile.WriteAll<float>(writer, Resting);
    }

    public static LinearModel Read(BinaryReader reader, int outputs, TableCoding table)
    {
        var terms = TableFile.ReadAll<LinearTerm>(reader);
        foreach (var term in terms)
        {
            var levels = term.Kind == TermKind.Levels;
            if ((uint)term.Source >= (uint)(levels ? table.Coders.Length : table.Width) || (levels && term.Scale != table.Coders[term.Source].Levels))
                throw new InvalidDataException("A column of the linear model is made of nothing.");
        }

        var model = new LinearModel(new LinearCoding(terms), TableFile.ReadAll<float>(reader), TableFile.ReadAll<float>(reader), outputs);
        if (model.Resting.Length != model.Coding.Width || model.Weights.Length != (model.Coding.Width + 1) * outputs)
            throw new InvalidDataException("The linear model's weights do not fit its columns.");
        return model;
    }

    private static float[] OfLabels(SparseRows rows, TableTarget target, double cost, int seed, CancellationToken ct)
    {
        var fair = new double[target.Classes];
        Array.Fill(fair, 1);
        var settings = new SoftmaxRegressionSettings(cost, MaximumEpochs, Seed: seed);
        var matrix = SoftmaxRegression.Fit(rows, target.Labels(), target.Classes, fair, settings, null, ct);
        var weights = new float[rows.ColumnCount * target.Classes];
        for (var column = 0; column < rows.ColumnCount; column++)
            matrix.Row(column)[..target.Classes].CopyTo(weights.AsSpan(column * target.Classes));
        return weights;
    }

    private static float[] OfNumbers(SparseRows rows, TableTarget target, double cost)
    {
        var penalties = new double[rows.ColumnCount];
        penalties.AsSpan(0, penalties.Length - 1).Fill(1 / cost);
        return Array.ConvertAll(RidgeRegression.Fit(rows, target.Values, penalties), weight => (float)weight);
    }
}
