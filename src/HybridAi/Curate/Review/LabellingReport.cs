namespace HybridAi.Curate.Review;

/// <summary>What a review of the most doubtful labels brought.</summary>
/// <param name="Reviewed">Labels looked at, those that the labeller left out included.</param>
/// <param name="Found">How many of them were wrong or missing, and are right now.</param>
/// <param name="FoundShare">Share of all wrong or missing labels; null where there were none.</param>
/// <param name="LabelAccuracy">Share of right labels after it.</param>
/// <param name="Rounds">In how many rounds: each is chosen with what those before it taught.</param>
public sealed record AfterReview(int Reviewed, int Found, double? FoundShare, double LabelAccuracy, int Rounds);

/// <summary>The figures of <c>hybridai evaluate labelling</c>.</summary>
/// <param name="Kind">Always <c>labelling</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Further">Whose labels were evidence beside the labeller's.</param>
/// <param name="LabelAccuracy">Share of right labels as given; a missing label is not right.</param>
/// <param name="CoverageAtPrecision">
/// Share of all rows whose labels are accepted at each asked precision, as audits after the review show it, the audited ones among them included:
/// no gold but that of reviewed and audited rows is used.
/// </param>
/// <param name="AcceptedUnseen">The same without the audited ones: labels that nobody looks at.</param>
/// <param name="TruePrecision">Share of those accepted labels, as given, that are right; null where none is accepted.</param>
/// <param name="CoverageAtTruePrecision">Share of all rows that could be accepted before any review by one who knows the gold: the doubt's own strength.</param>
/// <param name="Audits">Looks that the audits took, beside the review.</param>
/// <param name="Ece">Expected calibration error of 1 − doubt on rows that were not reviewed.</param>
/// <param name="Brier">Mean squared error of the same.</param>
/// <param name="Auroc">How well the doubt sets wrong labels before right ones, before any review.</param>
/// <param name="AfterReview">What reviewing brought.</param>
/// <param name="StudentBefore">Cross-validated accuracy of a text classifier that learns from the labels as given.</param>
/// <param name="StudentAfter">The same from the reviewed labels.</param>
/// <param name="CostUsd">What the labels cost, those of further labellers included; null where unknown.</param>
/// <param name="CostPerCorrectedLabel">That cost, and the looks' where a price is stated, over the labels that review corrected; null where unknown or none was.</param>
public sealed record LabellingReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    int Rows,
    IReadOnlyList<string> Further,
    double LabelAccuracy,
    IReadOnlyDictionary<string, double> CoverageAtPrecision,
    IReadOnlyDictionary<string, double> AcceptedUnseen,
    IReadOnlyDictionary<string, double?> TruePrecision,
    IReadOnlyDictionary<string, double> CoverageAtTruePrecision,
    int Audits,
    double Ece,
    double Brier,
    double? Auroc,
    AfterReview AfterReview,
    double? StudentBefore,
    double? StudentAfter,
    decimal? CostUsd,
    decimal? CostPerCorrectedLabel);
