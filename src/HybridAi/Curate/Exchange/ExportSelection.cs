namespace HybridAi.Curate.Exchange;

/// <summary>What an export has a row for.</summary>
public enum ExportSelection
{
    /// <summary>Every record.</summary>
    Records,

    /// <summary>Every label that a labeller proposed.</summary>
    Labels,

    /// <summary>Every standing label that a person gave.</summary>
    Annotations,

    /// <summary>Every row of the newest dataset.</summary>
    Dataset,
}
