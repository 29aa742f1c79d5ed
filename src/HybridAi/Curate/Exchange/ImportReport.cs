namespace HybridAi.Curate.Exchange;

/// <summary>One finished import. <c>Accepted + AlreadyThere + Rejected = Rows</c>.</summary>
/// <param name="Id">Its id, also the reject file's name.</param>
/// <param name="Project">The project.</param>
/// <param name="Source">The file's name.</param>
/// <param name="Format">The exchange format.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Rows that brought something.</param>
/// <param name="AlreadyThere">Rows of which all was there before.</param>
/// <param name="RejectedByCode">Rows that were rejected, by reason code.</param>
/// <param name="Records">Records added.</param>
/// <param name="Labels">Proposed labels added.</param>
/// <param name="Annotations">Labels by people added.</param>
/// <param name="Decisions">Decisions of reviewers added.</param>
/// <param name="RejectFile">Where the rejected rows stand; null when there are none.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ImportReport(
    string Id,
    string Project,
    string Source,
    string Format,
    long Rows,
    long Accepted,
    long AlreadyThere,
    IReadOnlyDictionary<string, long> RejectedByCode,
    long Records,
    long Labels,
    long Annotations,
    long Decisions,
    string? RejectFile,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt)
{
    /// <summary>Rows that were rejected.</summary>
    public long Rejected => RejectedByCode.Values.Sum();
}
