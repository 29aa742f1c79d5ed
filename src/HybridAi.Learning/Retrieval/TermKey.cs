using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Names a term by 64 bits: words are odd, character n-grams even. Two of a million different terms share a key with a chance of about one in ten million;
/// in exchange a dictionary is a sorted array of numbers that is searched where it lies in a file.
/// </summary>
internal static class TermKey
{
    public const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>Whether a key is a word's.</summary>
    public static bool IsWord(ulong key) => (key & 1) != 0;

    /// <summary>The key of a word.</summary>
    public static ulong Word(ReadOnlySpan<char> word)
    {
        var hash = Seed;
        foreach (var unit in word) hash = Step(hash, unit);
        return End(hash) | 1;
    }

    /// <summary>The key of an n-gram whose units were stepped through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Gram(ulong hash) => End(hash) & ~1ul;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Step(ulong hash, char unit) => (hash ^ unit) * Prime;

    // The high bits must be spread evenly: the dictionary is searched by interpolation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong End(ulong hash)
    {
        hash = (hash ^ (hash >> 29)) * Spread;
        return hash ^ (hash >> 32);
    }
}
