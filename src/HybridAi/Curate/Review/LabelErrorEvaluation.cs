using HybridAi.Learning.LabelErrors;
using HybridAi.Learning.Metrics;

namespace HybridAi.Curate.Review;

/// <summary>A label that is taken for wrong.</summary>
/// <param name="Line">Where its row begins in the file.</param>
/// <param name="Label">The label.</param>
/// <param name="Doubt">The estimated probability that it is wrong.</param>
/// <param name="Parts">What each kind of evidence adds to the log odds.</param>
public sealed record FlaggedLabel(long Line, string Label, double Doubt, IReadOnlyDictionary<string, double> Parts);

/// <summary>The figures of <c>hybridai evaluate label-errors</c>.</summary>
/// <param name="Kind">Always <c>label-errors</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Rows">How many labels were judged.</param>
/// <param name="Flagged">How many confident learning takes for wrong.</param>
/// <param name="Precision">Share of the flagged that are wrong; null without truth or flagged labels.</param>
/// <param name="Recall">Share of the wrong that are flagged; null without truth or wrong labels.</param>
/// <param name="AveragePrecision">Of the order by doubt; null as the recall.</param>
/// <param name="Auroc">Of the order by doubt; null as the recall.</param>
/// <param name="FoundAt">Share of the wrong labels that a review of the most doubtful share finds; null without truth.</param>
/// <param name="AccuracyAfterReviewAt">Share of right labels after such a review; null without truth.</param>
/// <param name="MostDoubtful">The flagged labels, the most doubtful first.</param>
public sealed record LabelErrorReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    int Rows,
    int Flagged,
    double? Precision,
    double? Recall,
    double? AveragePrecision,
    double? Auroc,
    IReadOnlyDictionary<string, double>? FoundAt,
    IReadOnlyDictionary<string, double>? AccuracyAfterReviewAt,
    IReadOnlyList<FlaggedLabel> MostDoubtful);

/// <summary>Finds the labels of a file that are likely wrong, in one pass without any review, and compares with the truth where it is known.</summary>
public sealed class LabelErrorEvaluation(TimeProvider clock)
{
    private static readonly (string Name, double Share)[] Shares = [("0.05", 0.05), ("0.1", 0.1), ("0.2", 0.2), ("0.3", 0.3)];

    /// <summary>Judges the labels; the truth is looked at only after.</summary>
    /// <returns>The figures, or a fault: labels that are all the same.</returns>
    public async Task<Outcome<LabelErrorReport>> RunAsync(EvaluatedRows rows, int seed, IProgress<ReviewEvaluationStep>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (doubtRows, places) = rows.ToDoubtRows();
        if (doubtRows.Given.Distinct().Take(2).Count() < 2)
            return Fault.BadInput("labels-too-few", "The labels are all the same: there is nothing to compare.");

        progress?.Report(new(0, 2, "finding look-alikes"));
        var estimator = await Task.Run(() => new DoubtEstimator(doubtRows.Texts, cancellation), cancellation);
        progress?.Report(new(1, 2, "training students"));
        var doubt = await Task.Run(() => estimator.Estimate(doubtRows, seed, cancellation), cancellation);
        progress?.Report(new(2, 2, "done"));

        var order = doubt.MostDoubtfulFirst().ToList();
        var flagged = doubt.Flagged();
        var wrong = Array.ConvertAll(places, rows.IsWrong);
        var errors = wrong.Count(isWrong => isWrong);
        var hits = flagged.Count(row => wrong[row]);
        var known = rows.Truth is not null;
        return new LabelErrorReport(
            "label-errors", seed, clock.GetElapsedTime(started).TotalSeconds, places.Length, flagged.Count,
            known && flagged.Count > 0 ? (double)hits / flagged.Count : null,
            known && errors > 0 ? (double)hits / errors : null,
            known ? AveragePrecision.Of([.. doubt.Scores], wrong) : null,
            known ? Auroc.Of([.. doubt.Scores], wrong) : null,
            known && errors > 0 ? Shares.ToDictionary(share => share.Name, share => (double)FoundIn(share.Share) / errors) : null,
            known ? Shares.ToDictionary(share => share.Name, share => 1 - (double)(errors - FoundIn(share.Share)) / places.Length) : null,
            [.. flagged.Select(row => new FlaggedLabel(rows.Lines[places[row]], rows.Given[places[row]]!, doubt.Scores[row], doubt.PartsOf(row)))]);

        int FoundIn(double share) => order.Take((int)(share * places.Length)).Count(row => wrong[row]);
    }
}
