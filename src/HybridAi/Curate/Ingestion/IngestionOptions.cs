using System.ComponentModel.DataAnnotations;

namespace HybridAi.Curate.Ingestion;

/// <summary>The bounds of one ingestion.</summary>
public sealed class IngestionOptions
{
    /// <summary>A row longer than this many bytes is rejected and passed over without being held in memory.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxRowBytes { get; set; } = 1024 * 1024;

    /// <summary>A text longer than this many characters is rejected.</summary>
    [Range(16, 16 * 1024 * 1024)]
    public int MaxTextCharacters { get; set; } = 100_000;

    /// <summary>A larger file or upload is refused whole, in bytes.</summary>
    [Range(1L, 1L << 40)]
    public long MaxFileBytes { get; set; } = 4L * 1024 * 1024 * 1024;
}
