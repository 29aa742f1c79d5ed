using System.Globalization;
using HybridAi.Llm.Gateway;

namespace HybridAi.Curate.Labelling;

/// <summary>What a labelling run may cost and how long it may take, before it is started. All of it is estimated but the counts of records.</summary>
/// <param name="Labeller">Who would label.</param>
/// <param name="Records">Records that would be asked for.</param>
/// <param name="AlreadyLabelled">Records that this version of the labeller has labelled: nobody pays for them again.</param>
/// <param name="TooLong">Records among them that would be refused as too long, for nothing.</param>
/// <param name="CacheHits">Records among them whose answer the exact cache holds: they cost nothing, and tokens, cost and time are without them.</param>
/// <param name="CallsInHistory">Calls of this labeller that the ledger holds and the estimate rests on.</param>
/// <param name="CallsPerRecord">Calls that a record took, second attempts included; 1 without a history.</param>
/// <param name="InputTokens">Tokens of all prompts that would be sent.</param>
/// <param name="InputErrorShare">How far the prompts' tokens may be off: measured on the history, or the estimator's own bound.</param>
/// <param name="OutputTokensMean">Tokens of a mean answer; null without a history.</param>
/// <param name="OutputTokensHigh">Tokens of a long answer: the history's 95th percentile, or the longest that the prompt allows.</param>
/// <param name="Price">What tokens cost today.</param>
/// <param name="LowUsd">The least it may cost; null where the price is unknown.</param>
/// <param name="LikelyUsd">What it costs if answers are as long as before; null without price or history.</param>
/// <param name="HighUsd">What it costs if every answer is a long one; null where price or length is unknown.</param>
/// <param name="AsksElsewhere">Whether somebody else's server is asked, where a price that nobody stated may be any.</param>
/// <param name="Time">How long it takes at this concurrency; null without a history.</param>
/// <param name="Basis">What the estimate rests on, in a sentence.</param>
public sealed record LabellingEstimate(
    string Labeller,
    long Records,
    long AlreadyLabelled,
    long TooLong,
    long CacheHits,
    int CallsInHistory,
    double CallsPerRecord,
    long InputTokens,
    double InputErrorShare,
    double? OutputTokensMean,
    double? OutputTokensHigh,
    ModelPrice Price,
    decimal? LowUsd,
    decimal? LikelyUsd,
    decimal? HighUsd,
    bool AsksElsewhere,
    TimeSpan? Time,
    string Basis)
{
    /// <summary>The code of <see cref="Unconfirmed"/>.</summary>
    public const string UnconfirmedCode = "label-unconfirmed";

    /// <summary>Why the run must not start before somebody has agreed to what it may cost; null where it may.</summary>
    /// <param name="agreedUsd">What was agreed to: the settings' limit, or more.</param>
    /// <param name="agreedUnknown">Whether a price that nobody knows was agreed to.</param>
    /// <returns>A conflict of the code <see cref="UnconfirmedCode"/>.</returns>
    public Fault? Unconfirmed(decimal agreedUsd, bool agreedUnknown = false)
    {
        if (HighUsd <= agreedUsd || Records == TooLong + CacheHits) return null;
        // A server of one's own has no price.
        if (HighUsd is null && (agreedUnknown || !AsksElsewhere)) return null;
        return Fault.Conflict(UnconfirmedCode, string.Create(
            CultureInfo.InvariantCulture,
            $"Labelling {Records:N0} records with {Labeller} {(HighUsd is { } high ? $"may cost {high:0.0000##} USD, more than the {agreedUsd:0.0000##} USD that were agreed to" : "costs nobody knows what: the model's price, or the length of its answers, is unknown")}."));
    }
}
