using System.Runtime.CompilerServices;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Ingestion;

/// <summary>What became of a record that was to be added.</summary>
public enum AddResult
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is new, and its text was there before under another id.</summary>
    AddedAsDuplicate,

    /// <summary>The same record is there already: the file was ingested before, or an ingestion is being resumed.</summary>
    AlreadyThere,

    /// <summary>Its id belongs to a record with another text or gold label; nothing was changed.</summary>
    IdTaken,
}

/// <summary>The records of all projects.</summary>
public sealed class RecordStore(IDatabase database, TimeProvider clock)
{
    private const int PageRows = 1_000;

    /// <summary>Adds the records in one transaction and says, in their order, what became of each.</summary>
    public async Task<IReadOnlyList<AddResult>> AddAsync(string project, IReadOnlyList<Record> records, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var parameters = new DynamicParameters(new { project });
        var ids = InList.Add(parameters, "id", records.Select(record => record.Id));
        var hashes = InList.Add(parameters, "hash", records.Select(record => record.Hash).Distinct());
        var byId = (await connection.QueryAsync<Row>(
                $"SELECT id, hash, gold FROM records WHERE project = @project AND id IN {ids}", parameters, transaction.Inner))
            .ToDictionary(row => row.Id);
        var firstOfHash = (await connection.QueryAsync<Row>(
                $"SELECT id, hash FROM records WHERE project = @project AND duplicate_of IS NULL AND hash IN {hashes}", parameters, transaction.Inner))
            .ToDictionary(row => row.Hash, row => row.Id);

        var results = new AddResult[records.Count];
        var added = new List<Row>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (byId.TryGetValue(record.Id, out var there))
            {
                results[i] = there.Hash == record.Hash && there.Gold == record.Gold ? AddResult.AlreadyThere : AddResult.IdTaken;
                continue;
            }

            var isDuplicate = firstOfHash.TryGetValue(record.Hash, out var first);
            var row = Row.From(project, record with { DuplicateOf = first }, clock.GetUtcNow());
            if (!isDuplicate) firstOfHash[record.Hash] = record.Id;
            byId[record.Id] = row;
            added.Add(row);
            results[i] = isDuplicate ? AddResult.AddedAsDuplicate : AddResult.Added;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO records (project, id, hash, group_hash, text, fields, gold, duplicate_of, source, line, created_at)
            VALUES (@Project, @Id, @Hash, @GroupHash, @Text, @Fields, @Gold, @DuplicateOf, @Source, @Line, @CreatedAt)
            """,
            added, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return results;
    }

    /// <summary>The record of this id; null where there is none.</summary>
    public async Task<Record?> FindAsync(string project, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM records WHERE project = @project AND id = @id", new { project, id }, cancellationToken: cancellation));
        return row?.ToRecord();
    }

    /// <summary>All records of the project in the order in which they came, a page in memory at a time.</summary>
    public async IAsyncEnumerable<Record> ReadAsync(string project, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        for (long after = 0; ;)
        {
            var page = (await connection.QueryAsync<Row>(new CommandDefinition(
                "SELECT * FROM records WHERE project = @project AND seq > @after ORDER BY seq LIMIT @PageRows",
                new { project, after, PageRows }, cancellationToken: cancellation))).AsList();
            foreach (var row in page) yield return row.ToRecord();
            if (page.Count < PageRows) yield break;
            after = page[^1].Seq;
        }
    }

    /// <summary>How many records the project has, duplicates included.</summary>
    public async Task<long> CountAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM records WHERE project = @project", new { project }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string Project { get; init; } = "";
        public string Id { get; init; } = "";
        public string Hash { get; init; } = "";
        public string GroupHash { get; init; } = "";
        public string Text { get; init; } = "";
        public string Fields { get; init; } = "";
        public string? Gold { get; init; }
        public string? DuplicateOf { get; init; }
        public string Source { get; init; } = "";
        public long Line { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public static Row From(string project, Record record, DateTimeOffset now) => new()
        {
            Project = project,
            Id = record.Id,
            Hash = record.Hash,
            GroupHash = record.GroupHash,
            Text = record.Text,
            Fields = Json.Write(record.Fields),
            Gold = record.Gold,
            DuplicateOf = record.DuplicateOf,
            Source = record.Source,
            Line = record.Line,
            CreatedAt = now,
        };

        public Record ToRecord() => new(
            Id, Text, Json.Read<Dictionary<string, string>>(Fields), Gold, Hash, GroupHash, DuplicateOf, Source, Line);
    }
}
