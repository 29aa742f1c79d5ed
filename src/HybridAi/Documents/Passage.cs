namespace HybridAi.Documents;

/// <summary>What stays the same for all passages of one version of a document.</summary>
/// <param name="Tenant">Whose document it is; nobody else's search sees it, nor any count that it is part of.</param>
/// <param name="DocumentId">The document, through all its versions.</param>
/// <param name="VersionHash">Hash of the normalised text and its layout.</param>
/// <param name="Title">The title, for a person.</param>
/// <param name="AsOf">As of when the document speaks; null where nothing says so.</param>
/// <param name="Tags">What it may be narrowed down by.</param>
/// <param name="Readers">Who may read it, by name of user, key or group; empty: everybody of the tenant.</param>
public sealed record DocumentVersion(
    string Tenant, string DocumentId, string VersionHash, string Title, DateTimeOffset? AsOf, IReadOnlyList<string> Tags, IReadOnlyList<string> Readers);

/// <summary>A span of a document version that is found and cited as one.</summary>
/// <param name="Start">Where it begins in the version's text, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="Text">The span itself, cut out of the text as it stands.</param>
/// <param name="HeadingPath">The headings that it stands under, the outermost first: context for the search, no part of the text.</param>
/// <param name="Page">The page or slide on which it begins, from 1; null for formats without pages.</param>
public sealed record Passage(int Start, int Length, string Text, IReadOnlyList<string> HeadingPath, int? Page = null)
{
    /// <summary>Where it ends: the first unit that is not in it.</summary>
    public int End => Start + Length;
}
