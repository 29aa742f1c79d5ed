using System.Runtime.InteropServices;
using HybridAi.Learning.Retrieval;
using Microsoft.Win32.SafeHandles;

namespace HybridAi.Documents.Retrieval;

/// <summary>Versions that were indexed together: their postings and the passages themselves. It never changes; what is taken out is noted beside it.</summary>
internal sealed class PassageSegment
{
    private const int Sections = 12;

    private readonly ReadOnlyMemory<byte> _starts;
    private readonly ReadOnlyMemory<byte> _first;
    private readonly ListBytes _stored;
    private readonly long _storedLength;
    private readonly Lazy<ByteVectors> _rounded;

    /// <summary>Opens a segment where it lies.</summary>
    /// <param name="bytes">All of it, as this process wrote it or held against its hash.</param>
    /// <param name="file">Its file's name; null: it is in memory alone.</param>
    /// <param name="handle">The file to read lists and passages out of, which are most of it and stay out of memory; null: they are read where they lie.</param>
    /// <exception cref="InvalidDataException">It is no segment.</exception>
    public PassageSegment(ReadOnlyMemory<byte> bytes, string? file, SafeFileHandle? handle = null)
    {
        var sections = SealedSections.Open(bytes, Sections, verified: true);
        Postings = new(Bytes(0), sections[1], sections[2], sections[3], sections[4], sections[5]);
        (_starts, _first, _stored, _storedLength, File, Length) = (sections[6], sections[7], Bytes(8), sections[8].Length, file, bytes.Length);
        Versions = new DocumentVersion[_first.Length / sizeof(int) - 1];
        using var reader = new BinaryReader(new MemoryStream(sections[9].ToArray()));
        for (var version = 0; version < Versions.Length; version++)
        {
            Versions[version] = PassageRecord.ReadVersion(reader);
            // All are of one tenant, whose name is not to be held once for each.
            if (Versions[version].Tenant == Versions[0].Tenant) Versions[version] = Versions[version] with { Tenant = Versions[0].Tenant };
        }

        Vectors = new(sections[11], BitConverter.ToInt32(sections[10].Span));
        _rounded = new(() => new ByteVectors(Vectors));
        Counts = new(Postings.Passages, Sum(sections[4]), Sum(sections[5]));

        ListBytes Bytes(int section) => handle is null ? new HeldBytes(sections[section]) : new FileBytes(handle, SealedSections.StartOf(bytes, Sections, section));
    }

    public Postings Postings { get; }

    public DocumentVersion[] Versions { get; }

    public VectorRows Vectors { get; }

    /// <summary>The vectors in 8 bits, made when they are first asked for.</summary>
    public ByteVectors Rounded => _rounded.Value;

    public string? File { get; }

    /// <summary>How many bytes all of it has.</summary>
    public int Length { get; }

    public int Passages => Postings.Passages;

    /// <summary>What it holds, whatever was taken out since.</summary>
    public LiveCounts Counts { get; }

    /// <summary>A segment of its own, in memory, of versions that stand in none yet.</summary>
    public static PassageSegment Of(IReadOnlyList<IndexedVersion> versions)
    {
        using var written = new MemoryStream();
        SegmentWriter.Write(written, versions);
        return new(written.GetBuffer().AsMemory(0, (int)written.Length), file: null);
    }

    /// <summary>The first passage of a version, and the first that is not its own.</summary>
    public (int From, int To) PassagesOf(int version)
    {
        var first = MemoryMarshal.Cast<byte, int>(_first.Span);
        return (first[version], first[version + 1]);
    }

    /// <summary>The version of a passage.</summary>
    public int VersionOf(int passage)
    {
        var at = MemoryMarshal.Cast<byte, int>(_first.Span)[1..].BinarySearch(passage);
        // Where versions without a passage begin at the same place, the last of them is its own.
        if (at < 0) return ~at;
        var first = MemoryMarshal.Cast<byte, int>(_first.Span);
        for (at++; first[at + 1] == passage; at++)
        {
        }

        return at;
    }

    /// <summary>A passage's vector; empty: it has none.</summary>
    public ReadOnlyMemory<float> VectorOf(int passage) => Vectors.Count == 0 ? default : Vectors[passage].ToArray();

    /// <summary>How many bytes a passage has as it was written down.</summary>
    public int LengthOf(int passage)
    {
        var starts = MemoryMarshal.Cast<byte, long>(_starts.Span);
        return (int)(starts[passage + 1] - starts[passage]);
    }

    /// <summary>Writes the passages of which something holds as they were written down, in their order.</summary>
    public void CopyTo(Stream target, Func<int, bool> which)
    {
        var inOrder = new BytesInOrder(_stored, _storedLength);
        for (var passage = 0; passage < Passages; passage++)
            if (which(passage))
                target.Write(inOrder.Read(MemoryMarshal.Cast<byte, long>(_starts.Span)[passage], LengthOf(passage)));
    }

    public Passage Read(int passage)
    {
        byte[] room = [];
        var record = _stored.Read(MemoryMarshal.Cast<byte, long>(_starts.Span)[passage], LengthOf(passage), ref room);
        using var reader = new BinaryReader(new MemoryStream(record.ToArray()));
        ListBytes.GiveBack(room);
        return PassageRecord.ReadPassage(reader);
    }

    private static long Sum(ReadOnlyMemory<byte> lengths)
    {
        var sum = 0L;
        foreach (var length in MemoryMarshal.Cast<byte, int>(lengths.Span)) sum += length;
        return sum;
    }
}
