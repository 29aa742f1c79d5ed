using HybridAi.Curate.Ingestion;

namespace HybridAi.Curate.Exchange;

/// <summary>A row of an import on its way in: what it says, where it stands, and what became of it.</summary>
internal sealed class ImportRow(ExchangeItem item, long line, string excerpt)
{
    public ExchangeItem Item => item;

    public long Line => line;

    public string Excerpt => excerpt;

    /// <summary>Whether it brought anything that was not there.</summary>
    public bool IsNew { get; set; }

    /// <summary>Why it is rejected; null while it is not. The first reason stays.</summary>
    public RowFault? Fault { get; private set; }

    public void Reject(string code, string reason, string? column = null) => Fault ??= new(code, reason, column);
}
