using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>A version's passages with their terms, before they stand in a segment.</summary>
internal sealed record IndexedVersion(DocumentVersion Version, IReadOnlyList<Passage> Passages, IReadOnlyList<PassageTerms> Terms)
{
    /// <summary>Title and headings are searched together with the text.</summary>
    public static IndexedVersion From(DocumentVersion version, IReadOnlyList<Passage> passages)
        => new(version, passages, [.. passages.Select(passage => TermsOf(version, passage))]);

    public static PassageTerms TermsOf(DocumentVersion version, Passage passage)
        => PassageTerms.Of(string.Join(' ', [version.Title, .. passage.HeadingPath, passage.Text]));
}
