namespace HybridAi.Curate.Review;

/// <summary>What a labeller proposes for a record.</summary>
/// <param name="Label">A label.</param>
/// <param name="Labeller">Who proposed it.</param>
internal sealed record Suggestion(string Label, string Labeller)
{
    /// <summary>The newest proposal for the record, of one labeller or of any; null where there is none.</summary>
    public static Task<Suggestion?> NewestAsync(ReviewTransaction work, string recordId, string? labeller, CancellationToken cancellation)
        => work.FirstAsync<Suggestion>(
            $"""
            SELECT label, labeller FROM labels
            WHERE project = @Project AND record_id = @recordId AND label IS NOT NULL {(labeller is null ? "" : "AND labeller = @labeller")}
            ORDER BY seq DESC LIMIT 1
            """,
            new { work.Project, recordId, labeller }, cancellation);

    /// <summary>What stood on the screen, or what there is for somebody who came without being handed the record.</summary>
    public static async Task<Suggestion?> OfAsync(ReviewTransaction work, Lease? lease, Answer answer, CancellationToken cancellation)
        => lease is not null && (answer.Labeller is null || answer.Labeller == lease.SuggestedBy)
            ? lease.SuggestedLabel is { } label ? new(label, lease.SuggestedBy!) : null
            : await NewestAsync(work, answer.RecordId, answer.Labeller, cancellation);
}
