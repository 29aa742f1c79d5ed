using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>Which labels are rare: those, given or proposed, that have less than half of what an even share would be.</summary>
internal static class QueueRarity
{
    // Shares move slowly, and a count reads the whole queue.
    private const int LeastNewShare = 50;

    /// <summary>Whether so many labels have come since the last count that the shares may have moved: one for every fifty records.</summary>
    public static async Task<bool> IsStaleAsync(ReviewTransaction work, long labelsSince, CancellationToken cancellation)
        => labelsSince > 0 && labelsSince * LeastNewShare >= await work.FirstAsync<long>(
            "SELECT COUNT(*) FROM review_queue WHERE project = @Project", new { work.Project }, cancellation);

    /// <summary>Counts the labels and marks the records of the rare ones.</summary>
    public static async Task CountAsync(ReviewTransaction work, Project project, CancellationToken cancellation)
    {
        var counts = await work.QueryAsync<(string Label, long Records)>(
            "SELECT label, COUNT(*) FROM review_queue WHERE project = @Project AND label IS NOT NULL GROUP BY label", new { work.Project }, cancellation);
        var all = counts.Sum(count => count.Records);
        var even = 1.0 / project.Labels.Count;
        await work.ExecuteAsync("UPDATE review_queue SET rarity = NULL WHERE project = @Project AND rarity IS NOT NULL", new { work.Project }, cancellation);
        await work.ExecuteAsync(
            "UPDATE review_queue SET rarity = @Share WHERE project = @Project AND label = @Label",
            counts.Select(count => new { work.Project, count.Label, Share = (double)count.Records / all }).Where(label => label.Share < even / 2), cancellation);
    }
}
