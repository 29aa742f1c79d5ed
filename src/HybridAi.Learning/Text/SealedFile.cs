using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace HybridAi.Learning.Text;

/// <summary>
/// A compressed payload that knows what it is and whether it is whole: magic, version, length and SHA-256 of the payload stand
/// before it, all little-endian.
/// </summary>
internal static class SealedFile
{
    private const int HeaderLength = 8 + 4 + 4 + 32;

    public static void Write(Stream target, ReadOnlySpan<byte> magic, int version, Action<BinaryWriter> write)
    {
        using var payload = new MemoryStream();
        using (var compressed = new ZLibStream(payload, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(compressed))
            write(writer);

        var body = payload.GetBuffer().AsSpan(0, (int)payload.Length);
        Span<byte> header = stackalloc byte[HeaderLength];
        magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], body.Length);
        SHA256.HashData(body, header[16..]);
        target.Write(header);
        target.Write(body);
    }

    /// <param name="source">Read from its position to the end of the payload.</param>
    /// <param name="magic">What a file of this kind begins with.</param>
    /// <param name="kind">What it is called, such as <c>text model</c>.</param>
    /// <param name="version">The version that can be read.</param>
    /// <param name="read">Reads the payload.</param>
    public static T Read<T>(Stream source, ReadOnlySpan<byte> magic, string kind, int version, Func<BinaryReader, T> read)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (source.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            throw new InvalidDataException("The model file is shorter than its header.");
        if (!header.StartsWith(magic)) throw new InvalidDataException($"This is not a HybridAi {kind}.");
        var found = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (found != version) throw new InvalidDataException($"The model file has version {found}; this program reads version {version}.");

        var length = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        if (length < 0) throw new InvalidDataException("The model file states a negative length.");
        using var body = new MemoryStream();
        Copy(source, body, length);
        if (body.Length < length)
            throw new InvalidDataException($"The model file is truncated: {body.Length} of {length} bytes are there.");
        if (!SHA256.HashData(body.GetBuffer().AsSpan(0, length)).AsSpan().SequenceEqual(header[16..]))
            throw new InvalidDataException("The model file was changed: its checksum differs.");

        body.Position = 0;
        using var reader = new BinaryReader(new ZLibStream(body, CompressionMode.Decompress));
        try
        {
            return read(reader);
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"The model file is not well formed: {fault.Message}", fault);
        }
    }

    /// <summary>Grows with what is really there, so that a false length cannot ask for memory.</summary>
    private static void Copy(Stream source, MemoryStream body, int length)
    {
        var buffer = new byte[81920];
        while (body.Length < length)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(buffer.Length, length - body.Length));
            if (read == 0) return;
            body.Write(buffer, 0, read);
        }
    }
}
