using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

/// <summary>Hears of progress where it is made, and not some time later as <see cref="Progress{T}"/> does.</summary>
internal sealed class EveryProgress(Action<IngestionProgress> heard) : IProgress<IngestionProgress>
{
    public void Report(IngestionProgress value) => heard(value);
}
