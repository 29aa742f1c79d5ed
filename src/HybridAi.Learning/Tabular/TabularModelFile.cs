using System.Globalization;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Tabular;

/// <summary>The one file of a classifier or regressor of table rows: the model, then rows with what it says of them, to be said again by whoever reads it.</summary>
/// <remarks>The probe rows are made from the columns alone, never training rows. A category's levels do stand in the file, for a model must know them.</remarks>
internal static class TabularModelFile
{
    private const int Version = 1;
    private const float Tolerance = 1e-3f;
    private const string Sentence = "How do I change the address on my account? I have tried it twice, and it still doesn't work!";

    private static ReadOnlySpan<byte> ClassifierMagic => "HYBTABC\n"u8;

    private static ReadOnlySpan<byte> RegressorMagic => "HYBTABR\n"u8;

    public static void Write(TabularClassifier model, Stream target) => SealedFile.Write(target, ClassifierMagic, Version, writer =>
    {
        model.Write(writer);
        var said = new float[model.Labels.Count];
        foreach (var probe in Probes(model.Columns))
        {
            model.Predict(probe, said);
            foreach (var probability in said) writer.Write(probability);
        }
    });

    public static TabularClassifier ReadClassifier(Stream source) => SealedFile.Read(source, ClassifierMagic, "table classifier", Version, reader =>
    {
        var model = TabularClassifier.Read(reader);
        var said = new float[model.Labels.Count];
        foreach (var probe in Probes(model.Columns))
        {
            model.Predict(probe, said);
            foreach (var probability in said) Compare(probability, reader.ReadSingle(), 1);
        }

        return model;
    });

    public static void Write(TabularRegressor model, Stream target) => SealedFile.Write(target, RegressorMagic, Version, writer =>
    {
        model.Write(writer);
        foreach (var probe in Probes(model.Columns))
        {
            var estimate = model.Predict(probe);
            writer.Write(estimate.Mean);
            writer.Write(estimate.Spread);
        }
    });

    public static TabularRegressor ReadRegressor(Stream source) => SealedFile.Read(source, RegressorMagic, "table regressor", Version, reader =>
    {
        var model = TabularRegressor.Read(reader);
        foreach (var probe in Probes(model.Columns))
        {
            var estimate = model.Predict(probe);
            var (mean, spread) = (reader.ReadDouble(), reader.ReadDouble());
            Compare(estimate.Mean, mean, spread);
            Compare(estimate.Spread, spread, spread);
        }

        return model;
    });

    private static void Compare(double now, double then, double unit)
    {
        if (Math.Abs(now - then) <= Tolerance * unit) return;
        throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"Serving differs from training: a probe row gives {now:G6}, not {then:G6}."));
    }

    private static IEnumerable<string?[]> Probes(IReadOnlyList<TableColumn> columns)
    {
        yield return new string?[columns.Count];
        foreach (var number in (string[])["0", "1", "-1.5", "1e6"])
        {
            yield return
            [
                .. columns.Select((column, place) => column.Kind == ColumnKind.Number ? number : place % 2 == 0 ? Sentence : number),
            ];
        }
    }
}
