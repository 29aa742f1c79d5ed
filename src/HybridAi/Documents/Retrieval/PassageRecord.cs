using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace HybridAi.Documents.Retrieval;

/// <summary>How versions and passages are written down, in a segment as in the journal.</summary>
internal static class PassageRecord
{
    public static void Write(BinaryWriter writer, DocumentVersion version)
    {
        WriteText(writer, version.Tenant);
        WriteText(writer, version.DocumentId);
        WriteText(writer, version.VersionHash);
        WriteText(writer, version.Title);
        writer.Write(version.AsOf is not null);
        if (version.AsOf is { } asOf)
        {
            writer.Write(asOf.Ticks);
            writer.Write((short)asOf.TotalOffsetMinutes);
        }

        WriteTexts(writer, version.Tags);
        WriteTexts(writer, version.Readers);
    }

    public static DocumentVersion ReadVersion(BinaryReader reader)
    {
        var (tenant, id, hash, title) = (ReadText(reader), ReadText(reader), ReadText(reader), ReadText(reader));
        DateTimeOffset? asOf = reader.ReadBoolean() ? new DateTimeOffset(reader.ReadInt64(), TimeSpan.FromMinutes(reader.ReadInt16())) : null;
        return new(tenant, id, hash, title, asOf, ReadTexts(reader), ReadTexts(reader));
    }

    public static void Write(BinaryWriter writer, Passage passage)
    {
        writer.Write7BitEncodedInt(passage.Start);
        writer.Write7BitEncodedInt(passage.Length);
        writer.Write7BitEncodedInt(passage.Page ?? -1);
        WriteTexts(writer, passage.HeadingPath);
        WriteText(writer, passage.Text);
    }

    public static Passage ReadPassage(BinaryReader reader)
    {
        var (start, length, page, headings) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), ReadTexts(reader));
        return new(start, length, ReadText(reader), headings, page < 0 ? null : page);
    }

    /// <summary>The vectors of a version's passages: how many numbers each has, 0 where there are none, then the numbers.</summary>
    public static void Write(BinaryWriter writer, IReadOnlyList<float[]>? vectors)
    {
        writer.Write7BitEncodedInt(vectors is [var first, ..] ? first.Length : 0);
        foreach (var vector in vectors ?? []) writer.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
    }

    public static float[][]? ReadVectors(BinaryReader reader, int count)
    {
        var dimensions = Counted(reader, reader.Read7BitEncodedInt());
        if (dimensions == 0) return null;
        var vectors = new float[count][];
        for (var i = 0; i < count; i++) vectors[i] = MemoryMarshal.Cast<byte, float>(reader.ReadBytes(dimensions * sizeof(float))).ToArray();
        return vectors;
    }

    private static void WriteTexts(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write7BitEncodedInt(texts.Count);
        foreach (var text in texts) WriteText(writer, text);
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var count = Counted(reader, reader.Read7BitEncodedInt());
        if (count == 0) return [];
        var texts = new string[count];
        for (var i = 0; i < texts.Length; i++) texts[i] = ReadText(reader);
        return texts;
    }

    // The length's lowest bit is 1 where the text is kept as it stands in memory: a lone surrogate has no UTF-8.
    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var whole = Utf8.FromUtf16(text, bytes, out _, out var written, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done;
        if (!whole) MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(bytes.AsSpan(0, written = text.Length * sizeof(char)));
        writer.Write7BitEncodedInt(written << 1 | (whole ? 0 : 1));
        writer.Write(bytes.AsSpan(0, written));
    }

    private static string ReadText(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        var bytes = reader.ReadBytes(Counted(reader, length >> 1));
        return (length & 1) == 0 ? Encoding.UTF8.GetString(bytes) : new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    // A false length must not ask for memory.
    private static int Counted(BinaryReader reader, int count)
        => count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position ? count : throw new InvalidDataException("A record states a length that it does not have.");
}
