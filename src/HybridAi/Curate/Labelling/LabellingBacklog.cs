using System.Runtime.CompilerServices;
using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>A record that a labeller has yet to label.</summary>
/// <param name="Record">The record.</param>
/// <param name="Failures">How often this version of the labeller failed at it.</param>
/// <param name="LastRun">The run in which it failed last; null where it never did.</param>
public sealed record OpenRecord(Record Record, long Failures, string? LastRun);

/// <summary>What a version of a labeller has yet to label, a page in memory at a time: without exact duplicates, and without what failed too often.</summary>
public sealed class LabellingBacklog(IDatabase database, RecordStore records)
{
    private const int PageRows = 500;

    /// <summary>The records in the order in which they came.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="labeller">Who labels.</param>
    /// <param name="only">Which records; null: all.</param>
    /// <param name="mostAttempts">A record at which it failed so often is left with its reason.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<OpenRecord> ReadAsync(
        string project, ILabeller labeller, Func<Record, bool>? only, int mostAttempts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var wanted = records.ReadAsync(project, cancellation).Where(record => record.DuplicateOf is null && only?.Invoke(record) != false);
        await foreach (var page in wanted.Chunk(PageRows).WithCancellation(cancellation))
        {
            var asked = await AskedAsync(project, labeller, page, cancellation);
            foreach (var record in page)
            {
                if (!asked.TryGetValue(record.Id, out var row)) yield return new(record, 0, null);
                else if (row.Labelled == 0 && row.Attempts < mostAttempts) yield return new(record, row.Attempts, row.RunId);
            }
        }
    }

    private async Task<Dictionary<string, Row>> AskedAsync(string project, ILabeller labeller, Record[] page, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var parameters = new DynamicParameters(new { project, labeller.Name, labeller.Version });
        var ids = InList.Add(parameters, "id", page.Select(record => record.Id));
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
             SELECT record_id, run_id, attempts, CASE WHEN label IS NULL THEN 0 ELSE 1 END AS labelled FROM labels
             WHERE project = @project AND labeller = @Name AND labeller_version = @Version AND record_id IN {ids}
             """,
            parameters, cancellationToken: cancellation));
        return rows.ToDictionary(row => row.RecordId);
    }

    private sealed class Row
    {
        public string RecordId { get; init; } = "";
        public string RunId { get; init; } = "";
        public long Attempts { get; init; }
        public long Labelled { get; init; }
    }
}
