using HybridAi.Curate.Labelling;
using HybridAi.Learning.Calibration;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>A proposed label beside what people have come to.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Label">The proposed label.</param>
/// <param name="Found">What people have come to; null where they have not, or where it must stay unknown.</param>
public sealed record JudgedLabel(string RecordId, string Label, ResolvedLabel? Found)
{
    /// <summary>Whether people came to the same label without having seen it; null where they have seen it or there is nothing to compare.</summary>
    public bool? BlindlyRight => Found is { SuggestionShown: false } found ? found.Label == Label : null;
}

/// <summary>The confidences of a source, recalibrated where enough is known.</summary>
/// <param name="Source">The source.</param>
/// <param name="Confidences">One a label; null where the source says nothing of it.</param>
/// <param name="Version">The version of the recalibration; null where too little was reviewed blind.</param>
public sealed record RecalibratedSource(ConfidenceSource Source, IReadOnlyList<SourceConfidence?> Confidences, string? Version);

/// <summary>
/// Makes a labeller's confidences as sure as blind review has found it right. Only labels given without sight of the proposed one count: who sees
/// it agrees with it too often.
/// </summary>
public sealed class Recalibrator(RecalibrationStore store, TimeProvider clock)
{
    /// <summary>Recalibrates the confidences and keeps the curve, where <see cref="Recalibration.Enough"/> labels were judged blind.</summary>
    /// <param name="project">The project.</param>
    /// <param name="labeller">Whose labels.</param>
    /// <param name="source">What the confidences rest on.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="confidences">One a label, 0 to 1; null where the source says nothing.</param>
    /// <param name="seed">Seeds the folds that choose the kind of curve.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<RecalibratedSource> FitAsync(
        string project, string labeller, ConfidenceSource source, IReadOnlyList<JudgedLabel> labels, IReadOnlyList<double?> confidences, int seed,
        CancellationToken cancellation)
    {
        var known = Enumerable.Range(0, labels.Count).Where(row => confidences[row] is not null && labels[row].BlindlyRight is not null).ToList();
        if (known.Count < Recalibration.Enough)
            return new(source, [.. confidences.Select(said => said is { } sure ? new SourceConfidence(sure, null) : null)], null);

        var (said, right) = (known.ConvertAll(row => confidences[row]!.Value), known.ConvertAll(row => labels[row].BlindlyRight!.Value));
        var curve = Recalibration.Fit(said, right, seed);
        var version = ContentHash.OfJson(new { ids = known.Select(row => labels[row].RecordId), said, right, seed });
        await store.SaveAsync(project, new StoredRecalibration(labeller, source, version, curve, clock.GetUtcNow()), cancellation);
        return new(source, [.. confidences.Select(confidence => confidence is { } sure ? new SourceConfidence(sure, curve.Apply(sure)) : null)], version);
    }
}
