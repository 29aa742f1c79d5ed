using System.Runtime.InteropServices;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>The one file of a <see cref="TextClassifier"/>: settings, labels, features, weights, intercepts, temperature, probe.</summary>
internal static class TextModelFile
{
    private const int Version = 1;
    private const int MostLabels = 1 << 16;

    private static ReadOnlySpan<byte> Magic => "HYBTEXT\n"u8;

    public static void Write(TextClassifier model, Stream target) => SealedFile.Write(target, Magic, Version, writer =>
    {
        foreach (var bound in model.Vectorizer.Scanner.Bounds) writer.Write(bound);
        writer.Write(model.Temperature);
        writer.Write(model.Labels.Count);
        foreach (var label in model.Labels) writer.Write(label);
        writer.Write(model.FeatureCount);
        WriteAll<uint>(writer, model.Vectorizer.Table.Hashes);
        WriteAll<float>(writer, model.Vectorizer.Weights);
        WriteAll(writer, model.Bias);
        writer.Write(model.Scorer is ByteWeights);
        if (model.Scorer is ByteWeights bytes)
        {
            WriteAll<float>(writer, bytes.Scales);
            WriteAll<sbyte>(writer, bytes.Weights.Span);
        }
        else WriteAll(writer, ((FloatWeights)model.Scorer).Weights);

        ParityProbe.Write(model, writer);
    });

    public static TextClassifier Read(Stream source) => SealedFile.Read(source, Magic, "text model", Version, reader =>
    {
        var scanner = new NGramScanner(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var temperature = reader.ReadSingle();
        var labels = new string[Bounded(reader, MostLabels)];
        for (var k = 0; k < labels.Length; k++) labels[k] = reader.ReadString();
        var features = Bounded(reader, TextClassifierSettings.MostFeatures);
        var table = new FeatureTable(ReadAll<uint>(reader, features));
        var vectorizer = new TextVectorizer(scanner, table, ReadAll<float>(reader, features));
        var bias = ReadAll<float>(reader, labels.Length);
        ClassScorer scorer = reader.ReadBoolean()
            ? ReadBytes(reader, features, labels.Length)
            : ReadFloats(reader, features, labels.Length);
        var model = new TextClassifier(labels, vectorizer, scorer, bias, temperature);
        ParityProbe.Check(model, reader);
        return model;
    });

    private static int Bounded(BinaryReader reader, int most)
    {
        var count = reader.ReadInt32();
        if (count >= 0 && count <= most) return count;
        throw new InvalidDataException($"The model file counts {count} where at most {most} can be.");
    }

    private static ByteWeights ReadBytes(BinaryReader reader, int features, int classes)
    {
        var scales = ReadAll<float>(reader, classes);
        var weights = new AlignedArray<sbyte>(checked(features * ClassMatrix.Padded(classes)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.Span));
        return new ByteWeights(features, classes, scales, weights);
    }

    private static FloatWeights ReadFloats(BinaryReader reader, int features, int classes)
    {
        var matrix = new ClassMatrix(features, classes);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(matrix.Weights.AsSpan()));
        return new FloatWeights(matrix, features);
    }

    private static void WriteAll<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values));

    private static T[] ReadAll<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
