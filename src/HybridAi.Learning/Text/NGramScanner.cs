using System.Buffers;
using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Text;

/// <summary>
/// Cuts a text into hashed word and character n-grams. Training, prediction and explanation all run this one scanner, so a
/// feature cannot mean one thing when learnt and another when served.
/// </summary>
/// <remarks>Features are named by hash as in Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning".</remarks>
internal sealed class NGramScanner(int wordMin, int wordMax, int charMin, int charMax)
{
    public int WordMin => wordMin;

    public int WordMax => wordMax;

    public int CharMin => charMin;

    public int CharMax => charMax;

    private const int OnStack = 512;
    private const ulong WordSeed = 0x2545F4914F6CDD1DUL;
    private const ulong CharSeed = 0x9E3779B97F4A7C15UL;
    private const ulong Multiplier = 0xD6E8FEB86659FD93UL;

    [SkipLocalsInit]
    public void Scan<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, INGramSink, allows ref struct
    {
        char[]? rented = null;
        scoped Span<char> buffer = text.Length + 2 <= OnStack
            ? stackalloc char[OnStack]
            : rented = ArrayPool<char>.Shared.Rent(text.Length + 2);
        scoped ReadOnlySpan<char> normalised = buffer[..Normalise(text, buffer)];
        ScanWords(normalised, ref sink);
        ScanCharacters(normalised, ref sink);
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
    }

    public static int Normalise(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        target[length++] = CharacterFolding.Blank;
        foreach (var unit in text)
        {
            var folded = CharacterFolding.Fold(unit);
            if (folded != CharacterFolding.Blank || target[length - 1] != CharacterFolding.Blank)
                target[length++] = folded;
        }

        if (target[length - 1] != CharacterFolding.Blank) target[length++] = CharacterFolding.Blank;
        return length;
    }

    private void ScanWords<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, INGramSink, allows ref struct
    {
        if (wordMax == 0) return;
        ulong previous = 0, beforePrevious = 0;
        int previousStart = -1, beforePreviousStart = -1;
        var at = 0;
        while (true)
        {
            while (at < text.Length && !CharacterFolding.IsWord(text[at])) at++;
            if (at == text.Length) return;
            var start = at;
            var hash = WordSeed;
            while (at < text.Length && CharacterFolding.IsWord(text[at])) hash = Mix(hash, text[at++]);
            if (wordMin <= 1) sink.Add((uint)(hash >> 32), NGramKind.Words, start, at);
            if (wordMax >= 2 && previousStart >= 0) sink.Add((uint)(Join(previous, hash) >> 32), NGramKind.Words, previousStart, at);
            if (wordMax >= 3 && beforePreviousStart >= 0) sink.Add((uint)(Join(Join(beforePrevious, previous), hash) >> 32), NGramKind.Words, beforePreviousStart, at);
            beforePrevious = previous; beforePreviousStart = previousStart;
            previous = hash; previousStart = start;
        }
    }

    private void ScanCharacters<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, INGramSink, allows ref struct
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != CharacterFolding.Blank) continue;
            ScanChunk(text, start, i + 1, ref sink);
            start = i;
        }
    }

    private void ScanChunk<TSink>(scoped ReadOnlySpan<char> text, int from, int to, ref TSink sink)
        where TSink : struct, INGramSink, allows ref struct
    {
        for (var start = from; start < to; start++)
        {
            var hash = CharSeed;
            var end = Math.Min(to, start + charMax);
            for (var at = start; at < end; at++)
            {
                hash = Mix(hash, text[at]);
                if (at - start + 1 >= charMin) sink.Add((uint)(hash >> 32), NGramKind.Characters, start, at + 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, char unit) => (hash ^ unit) * Multiplier;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(ulong left, ulong right) => (left ^ (right >> 29) ^ right) * Multiplier;
}
