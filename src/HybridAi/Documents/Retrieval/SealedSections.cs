using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// A file of sections, each beginning at a multiple of 8 bytes. Behind them stand where each begins and how long it is, what kind of file it is, and the
/// SHA-256 of all before it: a file that was cut or edited is not taken for one.
/// </summary>
internal sealed class SealedSections : Stream
{
    private const int HashLength = 32;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("HYPASEG1");

    private readonly Stream _target;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<(long Start, long Length)> _sections = [];
    private long _written;
    private long _start;

    /// <summary>Writes to a stream, from where it stands; the stream stays open.</summary>
    public SealedSections(Stream target) => _target = target;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position { get => _written; set => throw new NotSupportedException(); }

    /// <summary>Holds a file against its hash, read in a row: a mapped file that was read through would count as memory in use.</summary>
    /// <exception cref="InvalidDataException">It was cut or edited, or is something else.</exception>
    public static void Verify(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, left) = (new byte[1 << 20], file.Length - HashLength);
        for (int read; left > 0 && (read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left))) > 0; left -= read) hash.AppendData(buffer, 0, read);
        if (left != 0 || file.ReadAtLeast(buffer.AsSpan(0, HashLength), HashLength, throwOnEndOfStream: false) < HashLength
            || !hash.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, HashLength)))
            throw new InvalidDataException($"{path} was cut or changed: its hash differs.");
    }

    /// <summary>The sections of a sealed file.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="count">How many sections it must have.</param>
    /// <param name="verified">Whether its hash was looked at already.</param>
    /// <exception cref="InvalidDataException">It was cut or edited, or is something else.</exception>
    public static ReadOnlyMemory<byte>[] Open(ReadOnlyMemory<byte> file, int count, bool verified = false)
    {
        var footer = count * 16 + Magic.Length + HashLength;
        if (file.Length < footer || !file.Span[^(HashLength + Magic.Length)..^HashLength].SequenceEqual(Magic)) throw new InvalidDataException("It is no segment, or was cut.");
        if (!verified && !SHA256.HashData(file.Span[..^HashLength]).AsSpan().SequenceEqual(file.Span[^HashLength..])) throw new InvalidDataException("It was changed: its hash differs.");
        return [.. Enumerable.Range(0, count).Select(i => file.Slice(StartOf(file, count, i), checked((int)BinaryPrimitives.ReadInt64LittleEndian(Entry(file, count, i)[8..]))))];
    }

    /// <summary>Where a section begins in a sealed file.</summary>
    public static int StartOf(ReadOnlyMemory<byte> file, int count, int section) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(Entry(file, count, section)));

    private static ReadOnlySpan<byte> Entry(ReadOnlyMemory<byte> file, int count, int section)
        => file.Span.Slice(file.Length - (count * 16 + Magic.Length + HashLength) + section * 16, 16);

    /// <summary>Ends the section that was written to.</summary>
    public void End()
    {
        _sections.Add((_start, _written - _start));
        Span<byte> blank = stackalloc byte[8];
        blank.Clear();
        Write(blank[..(int)((8 - _written % 8) % 8)]);
        _start = _written;
    }

    /// <summary>Writes a section as a whole.</summary>
    public void Section(ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        End();
    }

    /// <summary>Writes what stands behind the sections.</summary>
    public void Seal()
    {
        Span<byte> entry = stackalloc byte[16];
        foreach (var (start, length) in _sections)
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, start);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], length);
            Write(entry);
        }

        Write(Magic);
        _target.Write(_hash.GetHashAndReset());
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _target.Write(buffer);
        _hash.AppendData(buffer);
        _written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
