using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>A file as UTF-8, whatever its own encoding; can be opened again and again.</summary>
/// <param name="File">Opens the file itself.</param>
/// <param name="Encoding">The file's encoding by its IANA name.</param>
/// <param name="Transcode">The file's encoding; null where it is UTF-8 and its bytes pass through unchecked.</param>
/// <param name="ByteOrderMark">How many bytes at the file's beginning are not content.</param>
internal sealed record Utf8Source(Func<Stream> File, string Encoding, Encoding? Transcode = null, int ByteOrderMark = 0)
{
    // Stands for bytes that the file's encoding has no character for. Unicode reserves it for use inside a program.
    private const string Undecodable = "\uFFFF";

    /// <summary>An encoding by its IANA name, set to mark what it can't decode; null where there is none of that name.</summary>
    public static Encoding? EncodingOf(string name)
    {
        var fallback = new DecoderReplacementFallback(Undecodable);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, fallback)
                ?? System.Text.Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, fallback);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The content from its beginning.</summary>
    public Stream Open()
    {
        var file = File();
        file.Seek(ByteOrderMark, SeekOrigin.Begin);
        if (Transcode is null) return file;
        return System.Text.Encoding.CreateTranscodingStream(file, Transcode, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Where in the file the content's byte at <paramref name="offset"/> stands: for other encodings than UTF-8 an estimate.</summary>
    public long PlaceOf(long offset) => ByteOrderMark + (offset * (Transcode?.GetByteCount("a") ?? 1));

    /// <summary>Whether the file held bytes here that its encoding has no character for.</summary>
    public bool HasUndecodable(ReadOnlySpan<byte> content) => Transcode is not null && content.IndexOf("\uFFFF"u8) >= 0;
}
