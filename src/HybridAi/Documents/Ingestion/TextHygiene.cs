namespace HybridAi.Documents.Ingestion;

/// <summary>What was taken out of a document because no reader sees it, or because it would change how the rest is seen.</summary>
/// <param name="Control">Control characters, line feeds and tabs aside.</param>
/// <param name="ZeroWidth">Characters without width that join nothing: zero-width spaces, soft hyphens, fillers, Unicode's tags.</param>
/// <param name="Bidirectional">Marks that turn the direction of the text.</param>
/// <param name="HiddenElements">Elements that are not shown: hidden by attribute or style, hidden slides, sheets and runs.</param>
/// <param name="HiddenCharacters">Characters of text in them.</param>
/// <param name="Comments">Comments.</param>
/// <param name="Scripts">Scripts, style sheets and other embedded programs.</param>
public sealed record TextHygiene(
    int Control = 0, int ZeroWidth = 0, int Bidirectional = 0, int HiddenElements = 0, int HiddenCharacters = 0, int Comments = 0, int Scripts = 0)
{
    /// <summary>Whether nothing was taken out that somebody may have hidden on purpose.</summary>
    public bool IsClean => ZeroWidth + Bidirectional + HiddenElements == 0;

    /// <summary>Both counts together.</summary>
    public static TextHygiene operator +(TextHygiene one, TextHygiene other) => new(
        one.Control + other.Control, one.ZeroWidth + other.ZeroWidth, one.Bidirectional + other.Bidirectional, one.HiddenElements + other.HiddenElements,
        one.HiddenCharacters + other.HiddenCharacters, one.Comments + other.Comments, one.Scripts + other.Scripts);
}
