using System.Text;
using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>A file's text.</summary>
/// <param name="Text">The text, as it stands in the file.</param>
/// <param name="Remark">What a person should know about its encoding; null where there is nothing to say.</param>
internal sealed record DecodedText(string Text, string? Remark);

/// <summary>
/// Bytes into text: the byte order mark, UTF-8 where the bytes allow it, UTF-16 where every second byte is NUL, the encoding that the content names,
/// and else Windows-1252, in that order.
/// </summary>
internal static partial class TextDecoding
{
    private const int DeclarationWithin = 2_048;

    private static readonly (Encoding Encoding, byte[] Mark)[] Marks =
    [
        (new UTF8Encoding(false), [0xEF, 0xBB, 0xBF]), (Encoding.UTF32, [0xFF, 0xFE, 0, 0]), (Encoding.Unicode, [0xFF, 0xFE]), (Encoding.BigEndianUnicode, [0xFE, 0xFF]),
    ];

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads and decodes a whole file.</summary>
    public static async Task<Outcome<DecodedText>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (stream.Length > (long)limits.MaxTextCharacters * 4)
            return Fault.BadInput("text-too-long", $"The text is longer than {limits.MaxTextCharacters:N0} characters (HybridAi:Documents:MaxTextCharacters).");
        var bytes = new byte[(int)stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return Of(bytes);
    }

    /// <summary>Decodes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cutOff">Whether they are only the beginning and may end within a character.</param>
    /// <returns>The text, or a fault: this is no text.</returns>
    public static Outcome<DecodedText> Of(ReadOnlySpan<byte> bytes, bool cutOff = false)
    {
        foreach (var (encoding, mark) in Marks)
            if (bytes.StartsWith(mark)) return new DecodedText(encoding.GetString(bytes[mark.Length..]), null);
        if (Wide(bytes) is { } wide) return new DecodedText(wide.GetString(bytes), $"Without a byte order mark; it was read as {wide.WebName}.");
        if (bytes.Count((byte)0) > 0 && bytes.Count((byte)0) * 1_000L > bytes.Length || Controls(bytes) * 50L > bytes.Length)
            return Fault.BadInput("format-unknown", "This is neither a text nor another kind of document that is read here.");
        if (Utf8(bytes, cutOff) is { } text) return new DecodedText(text, null);
        if (Declaration().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationWithin)])) is { Success: true } named && Find(named.Groups[1].Value) is { } declared)
            return new DecodedText(declared.GetString(bytes), $"It was read as {declared.WebName}, which its content names.");
        return new DecodedText(
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes),
            "It is not UTF-8 and was read as windows-1252. If its letters look wrong, save it as UTF-8.");
    }

    private static string? Utf8(ReadOnlySpan<byte> bytes, bool cutOff)
    {
        for (var cut = 0; cut <= (cutOff ? 3 : 0) && cut <= bytes.Length; cut++)
        {
            try
            {
                return Strict.GetString(bytes[..^cut]);
            }
            catch (DecoderFallbackException)
            {
                // Another encoding, or a character that is cut off.
            }
        }

        return null;
    }

    private static UnicodeEncoding? Wide(ReadOnlySpan<byte> bytes)
    {
        int even = 0, odd = 0;
        var sample = bytes[..(Math.Min(bytes.Length, DeclarationWithin) & ~1)];
        for (var i = 0; i < sample.Length; i += 2)
        {
            if (sample[i] == 0) even++;
            if (sample[i + 1] == 0) odd++;
        }

        if (sample.Length < 4) return null;
        if (odd * 10 >= sample.Length * 3 && even * 20 <= odd) return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        return even * 10 >= sample.Length * 3 && odd * 20 <= even ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false) : null;
    }

    private static int Controls(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var one in bytes)
            if (one < 0x20 && one is not ((byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\f' or 0x1B)) count++;
        return count;
    }

    private static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
