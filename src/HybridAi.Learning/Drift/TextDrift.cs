namespace HybridAi.Learning.Drift;

/// <summary>
/// Whether a window of texts has drifted: by the columns that are known of each text and by a classifier over the texts. The classifier gets a quarter of the
/// level and the columns the rest, so that both together alarm with at most the chance asked for (Bonferroni).
/// </summary>
public static class TextDrift
{
    /// <summary>The name of the finding that the classifier makes.</summary>
    public const string Texts = "texts";

    private const double ClassifierShare = 0.25;

    /// <summary>Compares a window with its reference.</summary>
    /// <param name="columns">What is known of each text, as <see cref="DriftTest"/> takes it.</param>
    /// <param name="reference">Texts of the reference; any number of those behind the columns.</param>
    /// <param name="window">Texts of the window.</param>
    /// <param name="settings">Level and seed.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The verdict, and the window's texts that are least like the reference, by place.</returns>
    public static (DriftVerdict Verdict, IReadOnlyList<int> Typical) Run(
        IReadOnlyList<DriftColumn> columns, IReadOnlyList<string> reference, IReadOnlyList<string> window, DriftSettings settings, CancellationToken cancellation)
    {
        var told = DomainClassifier.Run(reference, window, settings with { Level = settings.Level * ClassifierShare }, cancellation);
        var measured = DriftTest.Run(columns, settings with { Level = settings.Level * (1 - ClassifierShare) });
        var ofTexts = Math.Min(1, told.PValue / ClassifierShare);
        // In the scale of the whole level: a share's p-value divided by that share.
        var findings = measured.Findings.Select(finding => finding with { PValue = Math.Min(1, finding.PValue / (1 - ClassifierShare)) })
            .Append(new(Texts, DriftStatistic.DomainAuc, told.Auc, told.Threshold, ofTexts, ofTexts <= settings.Level))
            .OrderBy(finding => finding.PValue).ToList();
        return (new(measured.Reference, measured.Window, settings.Level, findings[0].PValue, findings), told.Typical);
    }
}
