namespace HybridAi.Documents.Ingestion;

/// <summary>How a document stands.</summary>
public enum DocumentState
{
    /// <summary>It waits to be read.</summary>
    Queued,

    /// <summary>Its text is being read out of the file.</summary>
    Extracting,

    /// <summary>Its text is being split into passages.</summary>
    Splitting,

    /// <summary>Its passages are on their way into the index.</summary>
    Indexing,

    /// <summary>Searches find it.</summary>
    Ready,

    /// <summary>It could not be taken in; what was found of it before still is.</summary>
    Failed,

    /// <summary>Somebody called it off; what was found of it before still is.</summary>
    Cancelled,

    /// <summary>It is gone: its text and files are erased.</summary>
    Deleted,
}

/// <summary>At which step taking a document in failed, and why.</summary>
/// <param name="Step">The step.</param>
/// <param name="Code">The fault's code.</param>
/// <param name="Reason">The fault's reason.</param>
/// <param name="Retryable">Whether the same file may succeed another time.</param>
public sealed record StepFault(DocumentState Step, string Code, string Reason, bool Retryable);

/// <summary>A document, through all its versions.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Source">What its owner calls it: a path, an address, a name.</param>
/// <param name="Name">The file's name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Fault">Why it failed; null unless it did.</param>
/// <param name="FileHash">Hash of the newest file, which may not be read yet.</param>
/// <param name="Version">Hash of the version that searches find; null before the first.</param>
/// <param name="KeptBy">The document of the same content whose passages stand for this one's, too; null where its own do.</param>
/// <param name="JobId">The job that is at it or was last; null where there was none.</param>
/// <param name="Tags">What searches may be narrowed down by.</param>
/// <param name="Readers">Who may read it; empty: everybody of the tenant.</param>
/// <param name="CreatedAt">Since when it is there.</param>
/// <param name="UpdatedAt">When it changed last.</param>
/// <param name="DeletedAt">When it was deleted; null while it lives.</param>
public sealed record StoredDocument(
    string Id, string Tenant, string Source, string Name, DocumentState State, StepFault? Fault, string FileHash, string? Version, string? KeptBy, string? JobId,
    IReadOnlyList<string> Tags, IReadOnlyList<string> Readers, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt)
{
    /// <summary>Whether nothing more will become of it by itself.</summary>
    public bool HasEnded => State is DocumentState.Ready or DocumentState.Failed or DocumentState.Cancelled or DocumentState.Deleted;

    /// <summary>Whether somebody who reads under these names may see it; null: whoever may see everything.</summary>
    public bool IsFor(IReadOnlyList<string>? names) => names is null || Readers.Count == 0 || Readers.Any(names.Contains);
}

/// <summary>A passage that speaks to a model.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="Score">How likely it wants to steer a model, from 0 to 1.</param>
/// <param name="Rules">Which rules it met.</param>
public sealed record FlaggedPassage(int Start, int Length, double Score, IReadOnlyList<string> Rules);

/// <summary>What there is to say of how a version was read.</summary>
/// <param name="Hygiene">What was taken out.</param>
/// <param name="Remarks">What a person should know.</param>
/// <param name="Flags">Passages that speak to a model.</param>
/// <param name="Passages">How many passages it has.</param>
/// <param name="KeptPassages">How many of them the version before had, too: these are not embedded again.</param>
public sealed record VersionReport(TextHygiene Hygiene, IReadOnlyList<string> Remarks, IReadOnlyList<FlaggedPassage> Flags, int Passages, int KeptPassages);

/// <summary>A version of a document, without its text.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Hash">Hash of the normalised text and its layout.</param>
/// <param name="FileHash">Hash of the file that it was read from.</param>
/// <param name="Kind">The reader that read it.</param>
/// <param name="Title">Its title.</param>
/// <param name="AsOf">As of when it speaks; null where nothing says so.</param>
/// <param name="Characters">Length of its text in UTF-16 units.</param>
/// <param name="Report">How it was read.</param>
/// <param name="IsErased">Whether its text is gone.</param>
/// <param name="CreatedAt">When it was read.</param>
public sealed record StoredVersion(
    string DocumentId, string Hash, string FileHash, string Kind, string Title, DateTimeOffset? AsOf, long Characters, VersionReport Report, bool IsErased,
    DateTimeOffset CreatedAt);
