using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// Counts words and runs of 2 to 5 characters within words, hashes each to a place and a sign (Weinberger et al. 2009, "Feature Hashing for
/// Large Scale Multitask Learning"), damps repeats by the square root and gives the vector length 1. A text without a letter or digit has
/// the zero vector. The same text has the same vector on every machine.
/// </summary>
internal sealed class HashedNGramGenerator(string model, int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int ShortestRun = 2;
    private const int LongestRun = 5;
    private const int LongestWord = 64;
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(Vector(text, options?.Dimensions ?? dimensions)) { ModelId = model });
        }

        embeddings.Attach(new CallMeasure(0, null)); // Nobody is called, so nothing is paid.
        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return new EmbeddingGeneratorMetadata("hashed-ngrams", null, model, dimensions);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    private static float[] Vector(string text, int dimensions)
    {
        var vector = new float[dimensions];
        Span<char> word = stackalloc char[LongestWord + 2];
        var length = 0;
        foreach (var letter in text)
        {
            var isWord = char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);
            if (isWord) word[++length] = char.ToLowerInvariant(letter);
            if (length > 0 && (!isWord || length == LongestWord)) length = End(word, length, vector);
        }

        if (length > 0) End(word, length, vector);
        // The square root of a count, squared, is the count: the vector's squared length is their sum.
        var counts = vector.Sum(Math.Abs);
        for (var i = 0; i < vector.Length && counts > 0; i++) vector[i] = MathF.CopySign(MathF.Sqrt(MathF.Abs(vector[i]) / counts), vector[i]);
        return vector;
    }

    // The word stands from 1 on; blanks before and behind it tell a beginning or end from a middle.
    private static int End(Span<char> word, int length, float[] vector)
    {
        word[0] = word[length + 1] = ' ';
        var padded = word[..(length + 2)];
        Add(padded, vector);
        for (var run = ShortestRun; run <= Math.Min(LongestRun, padded.Length - 1); run++)
            for (var start = 0; start + run <= padded.Length; start++)
                Add(padded.Slice(start, run), vector);
        return 0;
    }

    // FNV-1a over UTF-16 units: fixed for all time, unlike string.GetHashCode.
    private static void Add(ReadOnlySpan<char> run, float[] vector)
    {
        var hash = Offset;
        foreach (var unit in run) hash = (hash ^ unit) * Prime;
        hash ^= hash >> 32;
        vector[(hash & uint.MaxValue) % (ulong)vector.Length] += (hash >> 63) == 0 ? 1 : -1;
    }
}
