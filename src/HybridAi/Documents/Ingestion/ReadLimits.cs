namespace HybridAi.Documents.Ingestion;

/// <summary>What reading one document may cost.</summary>
/// <param name="MaxTextCharacters">A longer text is refused.</param>
/// <param name="MaxExpandedBytes">What a packed file may hold in all, in bytes.</param>
/// <param name="MaxExpansion">How many times larger than its file a packed file's content may be.</param>
/// <param name="Time">How long another program may work on it.</param>
/// <param name="MaxProgramBytes">How much memory another program may use, in bytes.</param>
public sealed record ReadLimits(int MaxTextCharacters, long MaxExpandedBytes, int MaxExpansion, TimeSpan Time, long MaxProgramBytes);
