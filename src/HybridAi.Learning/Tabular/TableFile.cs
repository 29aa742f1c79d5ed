using System.Runtime.InteropServices;

namespace HybridAi.Learning.Tabular;

/// <summary>Arrays in a model's file: their length, then their bytes. A length is believed only as far as there are bytes.</summary>
internal static class TableFile
{
    private const int Most = 1 << 28;
    private const int Chunk = 1 << 16;

    public static int Count(BinaryReader reader, int most = Most)
    {
        var count = reader.ReadInt32();
        if (count >= 0 && count <= most) return count;
        throw new InvalidDataException($"The model file counts {count} where at most {most} can be.");
    }

    public static void WriteAll<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static T[] ReadAll<T>(BinaryReader reader)
        where T : unmanaged
    {
        var count = Count(reader);
        var values = new T[Math.Min(count, Chunk)];
        for (var read = 0; read < count;)
        {
            if (read == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(read)));
            read = values.Length;
        }

        return values;
    }

    public static void WriteNames(BinaryWriter writer, IReadOnlyList<string> names)
    {
        writer.Write(names.Count);
        foreach (var name in names) writer.Write(name);
    }

    public static string[] ReadNames(BinaryReader reader)
    {
        var names = new List<string>();
        for (var left = Count(reader); left > 0; left--) names.Add(reader.ReadString());
        return [.. names];
    }
}
