using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Prediction;

/// <summary>What becomes of a text when a tier that the route wanted is down or no budget pays for it.</summary>
public enum Fallback
{
    /// <summary>The best answer so far stands, marked as one that the route's certificate does not cover.</summary>
    Answer,

    /// <summary>Nothing stands: the fault <c>route-degraded</c>, or the budget's own.</summary>
    Refuse,
}

/// <summary>The bounds of one prediction request, and what is done when a tier is late or down.</summary>
public sealed class PredictionOptions
{
    /// <summary>More texts than this in one request are refused; larger amounts are batches.</summary>
    [Range(1, 10_000)]
    public int MaxTexts { get; set; } = 1_000;

    /// <summary>So many requests for predictions are worked on at once; one more is refused with 429 and the time after which to come again.</summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 512;

    /// <summary>So many texts of one request are answered at once.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// A tier that has not answered after so many times its measured 95th percentile gets the next tier as a rival. Null: only requests with a deadline have
    /// rivals, after one time the percentile.
    /// </summary>
    [Range(0.1, 100)]
    public double? RivalAfterP95s { get; set; }

    /// <summary>What becomes of a text when the route can't be gone as it was certified.</summary>
    public Fallback Fallback { get; set; } = Fallback.Answer;

    /// <summary>The same for single projects, by name.</summary>
    public Dictionary<string, Fallback> FallbackByProject { get; set; } = [];

    /// <summary>What holds for a project.</summary>
    public Fallback FallbackOf(string project) => FallbackByProject.GetValueOrDefault(project, Fallback);
}
