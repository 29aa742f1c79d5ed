using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Ingestion;

/// <summary>Keeps texts that came from requests as records, each named by its content. A text that is a record already is that record.</summary>
public sealed class TextRecords(IDatabase database, RecordStore records)
{
    // Enough of the hash that no two texts meet.
    private const int HashDigits = 24;

    /// <summary>Keeps the texts.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="source">Where the records come from; their names begin with it.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="most">At most so many are added; those that are records already are none of them.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The record by text, for every text that is one now.</returns>
    public async Task<IReadOnlyDictionary<string, string>> KeepAsync(
        string project, string source, IEnumerable<string> texts, int most, CancellationToken cancellation)
    {
        var byHash = texts.Distinct(StringComparer.Ordinal).ToDictionary(ContentHash.Of);
        if (byHash.Count == 0) return new Dictionary<string, string>();
        var known = await KnownAsync(project, byHash.Keys, cancellation);
        var added = byHash.Where(one => !known.ContainsKey(one.Key)).Take(Math.Max(0, most)).Select(one => new Record(
            $"{source}-{one.Key[..HashDigits]}", one.Value, new Dictionary<string, string>(), null, one.Key, ContentHash.Of(GroupText.Of(one.Value)), null, source, 1)).ToList();
        if (added.Count > 0) await records.AddAsync(project, added, cancellation);
        foreach (var record in added) known[record.Hash] = record.Id;
        return byHash.Where(one => known.ContainsKey(one.Key)).ToDictionary(one => one.Value, one => known[one.Key], StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, string>> KnownAsync(string project, IEnumerable<string> hashes, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { project });
        var list = InList.Add(parameters, "hash", hashes);
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string Hash, string Id)>(new CommandDefinition(
            $"SELECT hash, id FROM records WHERE project = @project AND duplicate_of IS NULL AND hash IN {list}", parameters, cancellationToken: cancellation));
        return rows.ToDictionary(row => row.Hash, row => row.Id);
    }
}
