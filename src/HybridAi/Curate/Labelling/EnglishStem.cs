namespace HybridAi.Curate.Labelling;

/// <summary>Takes the commonest endings off an English word. Rough on purpose: both sides of a match are cut the same way.</summary>
internal static class EnglishStem
{
    private const int ShortestStem = 3;

    private static readonly string[] Endings = ["ing", "ed", "ments", "ment", "ations", "ation", "ness", "ly", "ies", "es", "s"];

    /// <summary>The word's stem, a part of the word itself; <paramref name="word"/> is in lower case.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> word)
    {
        foreach (var ending in Endings)
        {
            if (!word.EndsWith(ending, StringComparison.Ordinal) || word.Length - ending.Length < ShortestStem) continue;
            if (ending != "s" || word[^2] != 's') word = word[..^ending.Length];
            break;
        }

        // "stopp(ed)" and "stop", "mov(ing)" and "move", "parti(es)" and "party".
        if (word.Length > ShortestStem && word[^1] == word[^2] && word[^1] is not ('s' or 'l')) word = word[..^1];
        if (word.Length > ShortestStem && word[^1] is 'e' or 'y' or 'i') word = word[..^1];
        return word;
    }
}
