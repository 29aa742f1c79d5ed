namespace HybridAi.Curate.Ingestion;

/// <summary>The rows since the last commit: records that go to the store together, and the rejects among them.</summary>
internal sealed class IngestionBatch(string project, RecordStore records, RejectFile rejects, ProfileTally tally, string? idColumn)
{
    private const int MaxRows = 500;
    private const int MaxCharacters = 4 * 1024 * 1024;

    private readonly List<Record> _records = new(MaxRows);
    private readonly List<Reject> _rejects = [];
    private long _characters;

    public bool IsFull => _records.Count + _rejects.Count >= MaxRows || _characters >= MaxCharacters;

    public void Add(Record record)
    {
        _records.Add(record);
        _characters += record.Text.Length + record.Fields.Sum(field => field.Key.Length + field.Value.Length);
    }

    public void Add(RowReader row, RowFault fault) => Add(new Reject(row.Line, fault.Code, fault.Reason, fault.Column, row.Excerpt));

    /// <summary>Commits the records, then appends the rejects in the order of their lines.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (_records.Count > 0)
        {
            var results = await records.AddAsync(project, _records, cancellation);
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i] == AddResult.IdTaken) Add(TakenId(_records[i]));
                else tally.CountRecord(_records[i], results[i]);
            }
        }

        _rejects.Sort((one, other) => one.Line.CompareTo(other.Line));
        await rejects.AppendAsync(_rejects, cancellation);
        _records.Clear();
        _rejects.Clear();
        _characters = 0;
    }

    private void Add(Reject reject)
    {
        _rejects.Add(reject);
        tally.CountReject(reject.Code);
    }

    private Reject TakenId(Record record) => new(
        record.Line,
        "id-taken",
        $"The id '{RowReader.Shorten(record.Id, 60)}' belongs to a record with another text or label, further up or ingested before.",
        idColumn,
        RowReader.Shorten(record.Text));
}
