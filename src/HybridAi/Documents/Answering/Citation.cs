namespace HybridAi.Documents.Answering;

/// <summary>A span of a document version that a sentence rests on. <paramref name="Quote"/> is the version's text from start to end, letter by letter.</summary>
/// <param name="DocumentId">The document, through all its versions.</param>
/// <param name="VersionHash">The version that is quoted: a later one may say something else.</param>
/// <param name="Title">The document's title, for a person.</param>
/// <param name="Page">The page or slide on which the passage begins, from 1; null for formats without pages.</param>
/// <param name="Start">Where the quote begins in the version's text, in UTF-16 units.</param>
/// <param name="End">Where it ends: the first unit that is not in it.</param>
/// <param name="Quote">The text between.</param>
public sealed record Citation(string DocumentId, string VersionHash, string Title, int? Page, int Start, int End, string Quote)
{
    /// <summary>The headings that the quote stands under, the outermost first.</summary>
    public IReadOnlyList<string> HeadingPath { get; init; } = [];

    /// <summary>As of when the document speaks; null where nothing says so.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The citation of a span of a passage.</summary>
    /// <param name="found">The passage.</param>
    /// <param name="start">Where the span begins in the passage's text.</param>
    /// <param name="length">How many units it has.</param>
    public static Citation Of(Retrieval.FoundPassage found, int start, int length)
    {
        var (version, passage) = (found.Version, found.Passage);
        return new(version.DocumentId, version.VersionHash, version.Title, passage.Page, passage.Start + start, passage.Start + start + length, passage.Text.Substring(start, length))
        {
            HeadingPath = passage.HeadingPath, AsOf = version.AsOf,
        };
    }
}
