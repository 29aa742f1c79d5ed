namespace HybridAi.Learning.OffPolicy;

/// <summary>The challenger's accuracy less the champion's, over all requests.</summary>
/// <param name="Value">Estimated; unbiased at a number of requests that was not chosen by what they showed.</param>
/// <param name="Lower">Lower end of the interval, which holds at every look: above minus the margin from when on "not worse" is said.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record AccuracyGain(double Value, double Lower, double Upper);
