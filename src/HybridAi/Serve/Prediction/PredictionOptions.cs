using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Prediction;

/// <summary>The bounds of one prediction request.</summary>
public sealed class PredictionOptions
{
    /// <summary>More texts than this in one request are refused; larger amounts are batches.</summary>
    [Range(1, 10_000)]
    public int MaxTexts { get; set; } = 1_000;

    /// <summary>So many texts of one request are answered at once.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;
}
