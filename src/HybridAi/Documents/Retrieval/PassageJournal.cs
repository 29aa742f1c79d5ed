using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HybridAi.Documents.Retrieval;

/// <summary>One change as it was told. Passages null: the document was taken out.</summary>
internal sealed record PassageChange(DocumentVersion? Version, IReadOnlyList<Passage>? Passages, IReadOnlyList<float[]>? Vectors, string DocumentId);

/// <summary>
/// The changes that are in no segment file yet, one behind the other, each with its length and the beginning of its hash. A record that was cut by a crash
/// ends what is read. Written through to the system with each change, not to the disk: a power cut may cost the last moments, which the documents'
/// own store still has.
/// </summary>
internal sealed class PassageJournal : IDisposable
{
    private const int Head = 4 + 8;
    private readonly FileStream _file;

    private PassageJournal(FileStream file) => _file = file;

    /// <summary>How many bytes it has.</summary>
    public long Length => _file.Length;

    /// <summary>Opens a journal to write on behind its last whole record.</summary>
    public static PassageJournal Append(string path, long whole)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(whole);
        file.Seek(whole, SeekOrigin.Begin);
        return new(file);
    }

    public void Write(PassageChange change)
    {
        using var record = new MemoryStream();
        record.Write(stackalloc byte[Head]);
        using var writer = new BinaryWriter(record);
        writer.Write(change.Version is not null);
        if (change.Version is { } version)
        {
            PassageRecord.Write(writer, version);
            writer.Write7BitEncodedInt(change.Passages!.Count);
            foreach (var passage in change.Passages) PassageRecord.Write(writer, passage);
            PassageRecord.Write(writer, change.Vectors);
        }
        else
        {
            writer.Write(change.DocumentId);
        }

        writer.Flush();
        var bytes = record.GetBuffer().AsSpan(0, (int)record.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - Head);
        SHA256.HashData(bytes[Head..]).AsSpan(0, 8).CopyTo(bytes[4..]);
        _file.Write(bytes);
    }

    /// <summary>The whole records of a journal, and where they end.</summary>
    /// <exception cref="InvalidDataException">A record before the last was edited.</exception>
    public static (IReadOnlyList<PassageChange> Changes, long Whole) Read(string path)
    {
        var (changes, bytes, at) = (new List<PassageChange>(), File.ReadAllBytes(path), 0);
        while (bytes.Length - at >= Head)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            if (length <= 0 || length > bytes.Length - at - Head) break;
            var record = bytes.AsSpan(at + Head, length);
            if (!SHA256.HashData(record).AsSpan(0, 8).SequenceEqual(bytes.AsSpan(at + 4, 8)))
            {
                if (at + Head + length < bytes.Length) throw new InvalidDataException($"{path} was changed: the hash of a record differs.");
                break;
            }

            using var reader = new BinaryReader(new MemoryStream(bytes, at + Head, length));
            changes.Add(ReadChange(reader));
            at += Head + length;
        }

        return (changes, at);
    }

    public void Dispose() => _file.Dispose();

    private static PassageChange ReadChange(BinaryReader reader)
    {
        if (!reader.ReadBoolean()) return new(null, null, null, reader.ReadString());
        var version = PassageRecord.ReadVersion(reader);
        var passages = new Passage[reader.Read7BitEncodedInt()];
        for (var i = 0; i < passages.Length; i++) passages[i] = PassageRecord.ReadPassage(reader);
        return new(version, passages, PassageRecord.ReadVectors(reader, passages.Length), version.DocumentId);
    }
}
