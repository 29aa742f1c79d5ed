namespace HybridAi.Curate.Review;

/// <summary>Which records can be reviewed: those that are there and whose text did not come before under another id.</summary>
internal static class ReviewedRecord
{
    public static async Task<Fault?> RefusalAsync(ReviewTransaction work, string project, string recordId, CancellationToken cancellation)
    {
        var found = await work.FirstAsync<Found>(
            "SELECT id, duplicate_of FROM records WHERE project = @Project AND id = @recordId", new { work.Project, recordId }, cancellation);
        if (found is null) return Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{project}'.");
        return found.DuplicateOf is { } original
            ? Fault.Conflict("record-is-duplicate", $"Record '{recordId}' has the same text as '{original}': review that one, both get the label.")
            : null;
    }

    private sealed class Found
    {
        public string Id { get; init; } = "";
        public string? DuplicateOf { get; init; }
    }
}
