using System.ComponentModel.DataAnnotations;

namespace HybridAi.Api;

/// <summary>The bounds of one request.</summary>
internal sealed class ApiOptions
{
    public const string Section = "HybridAi:Api";

    /// <summary>A larger JSON body is refused, in bytes. Uploads have their own bound: HybridAi:Ingestion:MaxFileBytes.</summary>
    [Range(1_024L, 1L << 30)]
    public long MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>More items in one prediction request are refused.</summary>
    [Range(1, 100_000)]
    public int MaxItems { get; set; } = 256;
}
