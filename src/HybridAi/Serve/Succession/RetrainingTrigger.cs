using HybridAi.Curate.Datasets;
using HybridAi.Learn.Registry;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Succession;

/// <summary>Says when it is time to learn again: by the amount of new labels, or because served texts are no longer like those that the route was chosen on.</summary>
public sealed class RetrainingTrigger(
    RouteStore routes, ModelRegistry registry, DatasetStore datasets, RetrainingStore retrainings, SuccessionStore successions, ServedNovelty novelty)
{
    /// <summary>Why the project is to be retrained now; null where it is not.</summary>
    /// <remarks>
    /// Counted from the champion's dataset or the newest retraining, whichever is later: a training that the gate refused is not repeated on the same
    /// labels. While a candidate is under way nothing is due, so that candidates don't chase each other.
    /// </remarks>
    public async Task<string?> DueAsync(string project, SuccessionSettings settings, CancellationToken cancellation)
    {
        if (await successions.RunningAsync(project, cancellation) is not null) return null;
        if (!(await routes.LiveAsync(project, cancellation)).Succeeded(out var live, out _)) return null;
        var champion = (await registry.ChampionAsync(project, cancellation)).Succeeded(out var model, out _) ? model : null;
        var learned = champion is null ? null : (await datasets.ListAsync(project, cancellation)).FirstOrDefault(one => one.Hash == champion.Card.DatasetHash);
        var newest = await retrainings.NewestAsync(project, cancellation);
        var since = Later(learned?.CreatedAt, newest?.At) ?? DateTimeOffset.UnixEpoch;
        var labels = await retrainings.NewLabelsAsync(project, live.Definition.Reference.Labeller, since, cancellation);
        if (labels >= settings.RetrainAfterLabels) return $"{labels} new labels.";
        if (learned is not null && labels >= settings.RetrainAfterShare * learned.Rows.Values.Sum())
            return FormattableString.Invariant($"{labels} new labels, {100.0 * labels / learned.Rows.Values.Sum():0} % of what the champion learned from.");
        // Drift without anything new to learn from would train the same model.
        return labels > 0 && settings.DriftLevel > 0 && await novelty.PValueAsync(live, cancellation) is { } chance && chance <= settings.DriftLevel
            ? FormattableString.Invariant($"Served texts differ in novelty from the calibration rows (p = {chance:0.0000}).")
            : null;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
