using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>A version's passages with their terms, before they stand in a segment.</summary>
/// <param name="Version">The version.</param>
/// <param name="Passages">Its passages.</param>
/// <param name="Terms">Their terms.</param>
/// <param name="Vectors">Their vectors, of length 1; null: they have none.</param>
internal sealed record IndexedVersion(DocumentVersion Version, IReadOnlyList<Passage> Passages, IReadOnlyList<PassageTerms> Terms, IReadOnlyList<float[]>? Vectors)
{
    public static IndexedVersion From(DocumentVersion version, IReadOnlyList<Passage> passages, IReadOnlyList<float[]>? vectors)
        => new(version, passages, [.. passages.Select(passage => TermsOf(version, passage))], vectors);

    public static PassageTerms TermsOf(DocumentVersion version, Passage passage) => PassageTerms.Of(TextOf(version, passage));

    /// <summary>What is searched: title and headings together with the text.</summary>
    public static string TextOf(DocumentVersion version, Passage passage) => string.Join(' ', [version.Title, .. passage.HeadingPath, passage.Text]);
}
