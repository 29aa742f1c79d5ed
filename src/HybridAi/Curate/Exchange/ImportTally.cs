namespace HybridAi.Curate.Exchange;

/// <summary>What an import has come to so far.</summary>
internal sealed class ImportTally
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);

    public long Rows { get; private set; }

    public long Accepted { get; private set; }

    public long AlreadyThere { get; private set; }

    public IReadOnlyDictionary<string, long> RejectedByCode => _rejected;

    public long Records { get; set; }

    public long Labels { get; set; }

    public long Annotations { get; set; }

    public long Decisions { get; set; }

    public void Accept(bool isNew)
    {
        Rows++;
        if (isNew) Accepted++;
        else AlreadyThere++;
    }

    public void Reject(string code)
    {
        Rows++;
        _rejected[code] = _rejected.GetValueOrDefault(code) + 1;
    }
}
