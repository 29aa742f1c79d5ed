namespace HybridAi.Curate.Ingestion;

/// <summary>One input of a project. Immutable; its text is customer data.</summary>
/// <param name="Id">Unique in the project.</param>
/// <param name="Text">The text to be labelled, not empty.</param>
/// <param name="Fields">The other input fields that were kept, by name.</param>
/// <param name="Gold">The trusted label that the file held; null where it held none.</param>
/// <param name="Hash">SHA-256 of the text, which is all that a labeller sees: records of one hash are exact duplicates.</param>
/// <param name="GroupHash">SHA-256 of the text without case, punctuation and spacing: records of one group go to one part of a split.</param>
/// <param name="DuplicateOf">The id of the first record with the same hash; null for that first record.</param>
/// <param name="Source">The file it came from.</param>
/// <param name="Line">Its first line there, from 1.</param>
public sealed record Record(
    string Id,
    string Text,
    IReadOnlyDictionary<string, string> Fields,
    string? Gold,
    string Hash,
    string GroupHash,
    string? DuplicateOf,
    string Source,
    long Line);
