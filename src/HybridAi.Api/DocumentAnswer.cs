using System.ComponentModel.DataAnnotations;
using HybridAi.Documents;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Api;

/// <summary>A document as JSON: its text, or where it is to be fetched from.</summary>
/// <param name="Text">The text, as Markdown or plain.</param>
/// <param name="Url">A public address to fetch it from, where the settings allow that.</param>
/// <param name="Name">The file's name; needed with a text.</param>
/// <param name="Source">What you call it; the same source again is the same document (default: the address, or the name).</param>
/// <param name="Tags">What searches may be narrowed down by.</param>
/// <param name="Readers">Who may read it, by name of user or key; left out: everybody of the tenant.</param>
public sealed record DocumentRequest(
    string? Text = null, string? Url = null, [property: MaxLength(1_000)] string? Name = null, [property: MaxLength(2_000)] string? Source = null,
    IReadOnlyList<string>? Tags = null, IReadOnlyList<string>? Readers = null);

/// <summary>A document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The file's name; empty once it is deleted.</param>
/// <param name="State">How it stands.</param>
/// <param name="Fault">At which step it failed, why, and whether another try may help; null unless it did.</param>
/// <param name="Version">The version that searches find; null before the first.</param>
/// <param name="Sources">All sources that say the same, its own first.</param>
/// <param name="KeptBy">The document whose passages stand for this one's, too; null where its own do.</param>
/// <param name="Tags">What searches may be narrowed down by.</param>
/// <param name="Readers">Who may read it; empty: everybody of the tenant.</param>
/// <param name="Job">The job that is at it or was last.</param>
/// <param name="Versions">Its versions, newest first; in the answer for one document.</param>
/// <param name="CreatedAt">Since when it is there.</param>
/// <param name="UpdatedAt">When it changed last.</param>
public sealed record DocumentAnswer(
    string Id, string Name, DocumentState State, StepFault? Fault, string? Version, IReadOnlyList<string> Sources, string? KeptBy, IReadOnlyList<string> Tags,
    IReadOnlyList<string> Readers, string? Job, IReadOnlyList<VersionAnswer>? Versions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static DocumentAnswer Of(StoredDocument document, IEnumerable<string>? further = null, IReadOnlyList<StoredVersion>? versions = null) => new(
        document.Id, document.Name, document.State, document.Fault, document.Version, document.DeletedAt is null ? [document.Source, .. further ?? []] : [], document.KeptBy, document.Tags,
        document.Readers, document.JobId, versions?.Select(VersionAnswer.Of).ToList(), document.CreatedAt, document.UpdatedAt);
}

/// <summary>A version of a document.</summary>
/// <param name="Hash">Hash of the normalised text and its layout.</param>
/// <param name="Kind">As what it was read.</param>
/// <param name="Title">Its title.</param>
/// <param name="AsOf">As of when it speaks; null where nothing says so.</param>
/// <param name="Characters">Length of its text in UTF-16 units.</param>
/// <param name="Report">What was taken out, what is remarkable, and which passages speak to a model.</param>
/// <param name="IsErased">Whether its text is gone.</param>
/// <param name="CreatedAt">When it was read.</param>
public sealed record VersionAnswer(
    string Hash, string Kind, string Title, DateTimeOffset? AsOf, long Characters, VersionReport Report, bool IsErased, DateTimeOffset CreatedAt)
{
    internal static VersionAnswer Of(StoredVersion version)
        => new(version.Hash, version.Kind, version.Title, version.AsOf, version.Characters, version.Report, version.IsErased, version.CreatedAt);
}

/// <summary>The text of a version: spans of citations count its UTF-16 units.</summary>
/// <param name="Document">The document.</param>
/// <param name="Version">The version's hash.</param>
/// <param name="Title">Its title.</param>
/// <param name="AsOf">As of when it speaks.</param>
/// <param name="Text">The text.</param>
/// <param name="Blocks">Its layout.</param>
/// <param name="Flags">Passages that speak to a model.</param>
public sealed record TextAnswer(
    string Document, string Version, string Title, DateTimeOffset? AsOf, string Text, IReadOnlyList<Block> Blocks, IReadOnlyList<FlaggedPassage> Flags);

/// <summary>A passage that was found.</summary>
/// <param name="Document">The document.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">Its title.</param>
/// <param name="AsOf">As of when it speaks.</param>
/// <param name="Page">The page or slide on which the passage begins.</param>
/// <param name="Headings">The headings that it stands under.</param>
/// <param name="Start">Where it begins in the version's text, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="Text">The passage.</param>
/// <param name="Score">How well it fits, comparable within one search.</param>
/// <param name="RankedBy">The re-ranker that gave it its place; null: it stands where the search found it.</param>
/// <param name="RankFault">Why the re-ranker gave no order, and that of the search stands; null: it did, or there is none.</param>
public sealed record PassageAnswer(
    string Document, string Version, string Title, DateTimeOffset? AsOf, int? Page, IReadOnlyList<string> Headings, int Start, int Length, string Text, double Score,
    string? RankedBy, string? RankFault);
