namespace HybridAi.Curate.Ingestion;

/// <summary>One finished ingestion.</summary>
/// <param name="Id">Its id, also the reject file's name.</param>
/// <param name="Project">The project.</param>
/// <param name="Source">The file's name.</param>
/// <param name="Profile">What was found in it.</param>
/// <param name="RejectFile">Where the rejected rows stand; null when there are none.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record IngestionReport(
    string Id, string Project, string Source, IngestionProfile Profile, string? RejectFile, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>What was found in a file. <c>Accepted + Rejected + AlreadyThere = Rows</c>.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="SourceHash">SHA-256 of its bytes.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Rows that became records.</param>
/// <param name="AlreadyThere">Rows whose records were there before, or further up in the file with the same id and content.</param>
/// <param name="RejectedByCode">Rows that were rejected, by reason code.</param>
/// <param name="ExactDuplicates">Accepted rows whose text was there before under another id.</param>
/// <param name="TextLength">How long the texts are; null where no row had one. Counts accepted rows and those already there.</param>
/// <param name="Scripts">Share of texts by the script that most of their letters belong to, such as <c>Latin</c>.</param>
/// <param name="Missing">Rows without a value, by column; of JSON lines the columns of the first rows.</param>
/// <param name="Labels">Rows by trusted label.</param>
/// <param name="Unlabelled">Rows without a trusted label.</param>
public sealed record IngestionProfile(
    FoundFormat Format,
    long Bytes,
    string SourceHash,
    long Rows,
    long Accepted,
    long AlreadyThere,
    IReadOnlyDictionary<string, long> RejectedByCode,
    long ExactDuplicates,
    TextLengths? TextLength,
    IReadOnlyDictionary<string, double> Scripts,
    IReadOnlyDictionary<string, long> Missing,
    IReadOnlyDictionary<string, long> Labels,
    long Unlabelled)
{
    /// <summary>Rows that were rejected.</summary>
    public long Rejected => RejectedByCode.Values.Sum();
}

/// <summary>How long texts are, in UTF-16 characters.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="P50">Half of them are at most so long; exact to 1 % from 256 characters on.</param>
/// <param name="P95">95 % of them are at most so long; exact to 1 % from 256 characters on.</param>
/// <param name="Max">The longest.</param>
public sealed record TextLengths(int Min, double Mean, int P50, int P95, int Max);
