using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Succession;

/// <summary>How a project's routes follow one another. Not part of the guideline: a change makes no new version of the project.</summary>
/// <param name="Automatic">Whether it retrains, tries and promotes by itself; otherwise each step waits to be asked for.</param>
/// <param name="TrustReference">
/// Whether the reference's answer counts as right where nobody has looked. Then too little agreement is a broken floor, and candidates are compared without people;
/// a candidate that corrects the reference loses by it.
/// </param>
/// <param name="KeepServedTexts">Whether texts that the reference answered become records, with its answer as an unreviewed label.</param>
/// <param name="MostServedADay">At most so many new records of served texts a day, 1 to 1,000,000.</param>
/// <param name="RetrainAfterLabels">Retrain after so many new labels, 10 to 1,000,000.</param>
/// <param name="RetrainAfterShare">Or after so many new labels as a share of the rows that were trained on, above 0 to 10.</param>
/// <param name="DriftLevel">Or when served texts differ in novelty from calibration rows at this level, 0 (never) to 0.05.</param>
/// <param name="ShadowShare">Share of requests that a candidate in shadow meets, above 0 to 1.</param>
/// <param name="ShadowRequests">After so many of them it goes on to canary, 1 to 1,000,000.</param>
/// <param name="CanaryShare">Share of texts that a canary serves, above 0 to 0.5.</param>
/// <param name="CanaryRequests">It serves at least so many before it is promoted, 1 to 1,000,000.</param>
/// <param name="Margin">By how much accuracy it may fall behind the champion and still count as not worse, above 0 to 0.2.</param>
/// <param name="Confidence">Confidence of every verdict, 0.5 to below 1.</param>
/// <param name="Tiers">The tiers of new routes, as <c>route build</c> names them; empty: those of the live route with the newest model before them.</param>
/// <param name="SliceFields">
/// Fields of records of which each value is a protected slice of new routes; null: those of the live route's certificate, of which a reference alone has none.
/// </param>
public sealed record SuccessionSettings(
    bool Automatic = false,
    bool TrustReference = false,
    bool KeepServedTexts = true,
    int MostServedADay = 1_000,
    int RetrainAfterLabels = 500,
    double RetrainAfterShare = 0.2,
    double DriftLevel = 0.001,
    double ShadowShare = 0.5,
    int ShadowRequests = 200,
    double CanaryShare = 0.1,
    int CanaryRequests = 50,
    double Margin = 0.01,
    double Confidence = 0.95,
    IReadOnlyList<string>? Tiers = null,
    IReadOnlyList<string>? SliceFields = null)
{
    /// <summary>The settings, or a fault that names everything out of range.</summary>
    public Outcome<SuccessionSettings> Check()
    {
        var wrong = new OutOfRange();
        wrong.Within(nameof(MostServedADay), MostServedADay, 1, 1_000_000);
        wrong.Within(nameof(RetrainAfterLabels), RetrainAfterLabels, 10, 1_000_000);
        wrong.Within(nameof(RetrainAfterShare), RetrainAfterShare, 0.001, 10);
        wrong.Within(nameof(DriftLevel), DriftLevel, 0, 0.05);
        wrong.Within(nameof(ShadowShare), ShadowShare, 0.001, 1);
        wrong.Within(nameof(ShadowRequests), ShadowRequests, 1, 1_000_000);
        wrong.Within(nameof(CanaryShare), CanaryShare, 0.001, 0.5);
        wrong.Within(nameof(CanaryRequests), CanaryRequests, 1, 1_000_000);
        wrong.Within(nameof(Margin), Margin, 0.0001, 0.2);
        wrong.Within(nameof(Confidence), Confidence, 0.5, 0.9999);
        foreach (var tier in Tiers ?? [])
            if (TierChoice.Parse(tier).Fault is { } unknown)
                wrong.Add(unknown.Reason);
        return wrong.Fault("succession-settings-invalid") is { } fault ? fault : this;
    }
}
