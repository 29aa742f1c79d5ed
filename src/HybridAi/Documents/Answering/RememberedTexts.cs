using HybridAi.Learning.Text;
using Microsoft.Extensions.Caching.Memory;

namespace HybridAi.Documents.Answering;

/// <summary>Encodes texts and remembers what was encoded, up to so many bytes: the sentences of a document are asked about again and again.</summary>
/// <param name="encoder">The encoder.</param>
/// <param name="megabytes">So much is remembered at most; what was not asked for longest goes first.</param>
public sealed class RememberedTexts(TextEncoder encoder, int megabytes) : IDisposable
{
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = Math.Max(megabytes, 1) * 1024L * 1024 });

    /// <summary>The texts' vectors in their order.</summary>
    public IReadOnlyList<EncodedText> Encode(IReadOnlyList<string> texts)
    {
        var known = texts.Distinct(StringComparer.Ordinal).ToDictionary(text => text, text => _remembered.Get<EncodedText>(text), StringComparer.Ordinal);
        var unknown = known.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList();
        if (unknown.Count > 0)
        {
            foreach (var (text, encoded) in unknown.Zip(encoder(unknown)))
            {
                known[text] = encoded;
                _remembered.Set(text, encoded, new MemoryCacheEntryOptions { Size = BytesOf(text, encoded) });
            }
        }

        return [.. texts.Select(text => known[text]!)];
    }

    /// <inheritdoc/>
    public void Dispose() => _remembered.Dispose();

    private static long BytesOf(string text, EncodedText encoded) => 2L * text.Length + (encoded.Pieces.Length + 1L) * sizeof(float) * encoded.Vector.Length;
}
