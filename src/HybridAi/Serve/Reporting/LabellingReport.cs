namespace HybridAi.Serve.Reporting;

/// <summary>What labelling and review came to. What is not known is null, and counted as unknown.</summary>
/// <param name="Project">The project.</param>
/// <param name="Runs">By labelling run, the oldest first.</param>
/// <param name="Weeks">By week of UTC, named by its Monday: labelled in it, and reviewed in it whenever it was labelled.</param>
/// <param name="Student">What review bought in the trained model; null where that can't be said, for the reason among the notes.</param>
/// <param name="Notes">What the numbers rest on.</param>
public sealed record LabellingReport(
    string Project, IReadOnlyList<LabellingPart> Runs, IReadOnlyList<LabellingPart> Weeks, StudentEffect? Student, IReadOnlyList<string> Notes);

/// <summary>One run or week.</summary>
/// <param name="Name">The run's id, or the week's Monday.</param>
/// <param name="Labeller">The run's labeller; null for a week.</param>
/// <param name="Labelled">Labels proposed.</param>
/// <param name="Failed">Records for which there is a reason instead.</param>
/// <param name="CostUsd">Known cost of both.</param>
/// <param name="UnknownCosts">How many of both have no known cost.</param>
/// <param name="Reviewed">Proposed labels of which people have come to a label.</param>
/// <param name="Corrected">Of these, those for which people came to another.</param>
/// <param name="Agreement">Share of the reviewed that people left as it was; null without any.</param>
/// <param name="AgreementLower">Lower end of its 95 % interval (Clopper and Pearson).</param>
/// <param name="AgreementUpper">Upper end.</param>
/// <param name="Queues">Errors found, by why the record was in the queue.</param>
/// <param name="ReviewMinutes">Measured time of people on the reviewed records; null where none was measured.</param>
/// <param name="UntimedAnswers">Answers on them whose time nobody measured.</param>
/// <param name="UsdPerCorrected">Known cost of labelling for each corrected label; null without any, or where no cost is known.</param>
/// <param name="MinutesPerCorrected">Measured time for each corrected label; null likewise.</param>
public sealed record LabellingPart(
    string Name,
    string? Labeller,
    long Labelled,
    long Failed,
    decimal? CostUsd,
    long UnknownCosts,
    long Reviewed,
    long Corrected,
    double? Agreement,
    double? AgreementLower,
    double? AgreementUpper,
    IReadOnlyList<QueueYield> Queues,
    double? ReviewMinutes,
    long UntimedAnswers,
    decimal? UsdPerCorrected,
    double? MinutesPerCorrected);

/// <summary>What review of one queue found.</summary>
/// <param name="Reason">Why the records were in the queue: <c>doubt</c>, <c>random</c>, <c>heldOut</c> …; <c>picked</c> where nobody handed them out.</param>
/// <param name="Reviewed">Proposed labels reviewed.</param>
/// <param name="Errors">Of these, the wrong ones.</param>
/// <param name="ErrorsPer100">Errors for 100 reviewed.</param>
public sealed record QueueYield(string Reason, long Reviewed, long Errors, double ErrorsPer100);

/// <summary>The student before and after review: trained on the same texts, judged on the same held-out reviewed rows.</summary>
/// <param name="Labeller">Whose labels were reviewed.</param>
/// <param name="TrainingRows">Texts that both learned from.</param>
/// <param name="ChangedRows">Texts whose label review has changed.</param>
/// <param name="JudgedRows">Held-out rows with a label by people.</param>
/// <param name="Before">Accuracy when trained on the labels as proposed.</param>
/// <param name="After">Accuracy when trained on the labels after review.</param>
/// <param name="DifferenceLower">Lower end of the paired 95 % interval of the difference.</param>
/// <param name="DifferenceUpper">Upper end.</param>
public sealed record StudentEffect(
    string Labeller, int TrainingRows, int ChangedRows, int JudgedRows, double Before, double After, double DifferenceLower, double DifferenceUpper);
