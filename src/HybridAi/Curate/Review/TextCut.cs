namespace HybridAi.Curate.Review;

/// <summary>A text as lists show it: its beginning, and how long it is. Whoever opens the record sees all of it.</summary>
/// <param name="Text">At most <see cref="MostCharacters"/> UTF-16 units, never half a character.</param>
/// <param name="Characters">How many units the whole text has.</param>
/// <param name="IsCut">Whether something is left out.</param>
public sealed record TextCut(string Text, int Characters, bool IsCut)
{
    /// <summary>How much of a text a list shows.</summary>
    public const int MostCharacters = 500;

    /// <summary>The beginning of the text.</summary>
    public static TextCut Of(string text)
    {
        if (text.Length <= MostCharacters) return new(text, text.Length, false);
        var end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return new(text[..end], text.Length, true);
    }
}
