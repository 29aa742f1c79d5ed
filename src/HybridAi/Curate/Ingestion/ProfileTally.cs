namespace HybridAi.Curate.Ingestion;

/// <summary>Counts what the profile says, row by row, in memory that the number of rows does not change.</summary>
internal sealed class ProfileTally
{
    private readonly RowFile _file;
    private readonly Dictionary<string, long> _rejected = [];
    private readonly Dictionary<string, long> _scripts = [];
    private readonly Dictionary<string, long> _labels = [];
    private readonly Dictionary<string, long> _missing;
    private readonly LengthHistogram _lengths = new();
    private long _unlabelled;
    private long _duplicates;
    private long _texts;

    public ProfileTally(RowFile file)
    {
        _file = file;
        _missing = file.Format.Columns.ToDictionary(column => column, _ => 0L);
    }

    public long Accepted { get; private set; }

    public long AlreadyThere { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>A row that could be read, whatever becomes of it.</summary>
    public void CountValues(RowReader row)
    {
        var columns = _file.Format.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            // Values mostly stand in the order of the columns, and then a wide row costs no search for each.
            var cell = i < row.Cells.Count && row.Cells[i].Column == columns[i] ? row.Cells[i] : row.Find(columns[i]);
            if (string.IsNullOrEmpty(cell?.Value)) _missing[columns[i]]++;
        }
    }

    /// <summary>A row that the store has taken or had before.</summary>
    public void CountRecord(Record record, AddResult result)
    {
        if (result == AddResult.AlreadyThere) AlreadyThere++;
        else Accepted++;
        if (result == AddResult.AddedAsDuplicate) _duplicates++;
        _lengths.Add(record.Text.Length);
        _texts++;
        Increment(_scripts, TextScript.Of(record.Text));
        if (record.Gold is null) _unlabelled++;
        else Increment(_labels, record.Gold);
    }

    public void CountReject(string code)
    {
        Rejected++;
        Increment(_rejected, code);
    }

    public IngestionProgress Progress()
        => new(Math.Min(_file.Rows.Position, _file.Bytes), _file.Bytes, _file.Rows.Rows, Accepted, Rejected, AlreadyThere);

    public IngestionProfile Profile(IEnumerable<string> notes) => new(
        _file.Format with { Notes = [.. _file.Format.Notes, .. notes] },
        _file.Bytes,
        _file.Hash,
        _file.Rows.Rows,
        Accepted,
        AlreadyThere,
        Ordered(_rejected),
        _duplicates,
        _lengths.Summary(),
        _scripts.OrderByDescending(pair => pair.Value).ToDictionary(pair => pair.Key, pair => (double)pair.Value / _texts),
        _missing.Where(pair => pair.Value > 0).ToDictionary(),
        Ordered(_labels),
        _unlabelled);

    private static void Increment(Dictionary<string, long> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static Dictionary<string, long> Ordered(Dictionary<string, long> counts)
        => counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();
}
