using System.Globalization;
using HybridAi.Learning.Statistics;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Adds up one part of a labelling report.</summary>
internal static class LabellingTally
{
    private const double Confidence = 0.95;
    private const string DayFormat = "yyyy-MM-dd";

    public static LabellingPart Of(
        string name, string? labeller, IEnumerable<LabelledDay> days, List<ReviewedLabel> reviewed, ILookup<string, PersonAnswer> answers)
    {
        var labelled = days.ToList();
        var known = labelled.Sum(day => day.KnownCosts);
        var all = labelled.Sum(day => day.Labelled + day.Failed);
        var cost = known == 0 ? null : Usd.FromNano(labelled.Sum(day => day.CostNano ?? 0));
        var corrected = reviewed.Count(label => label.IsWrong);
        var timed = reviewed.Select(label => label.RecordId).Distinct().SelectMany(id => answers[id]).ToList();
        double? minutes = timed.Any(answer => answer.DurationMs is not null) ? timed.Sum(answer => answer.DurationMs ?? 0) / 60_000.0 : null;
        (double Lower, double Upper)? interval = reviewed.Count == 0 ? null : ClopperPearson.Interval(reviewed.Count - corrected, reviewed.Count, Confidence);
        return new(
            name, labeller, labelled.Sum(day => day.Labelled), labelled.Sum(day => day.Failed), cost, all - known, reviewed.Count, corrected,
            reviewed.Count == 0 ? null : 1 - (double)corrected / reviewed.Count, interval?.Lower, interval?.Upper, Queues(reviewed, answers), minutes,
            timed.Count(answer => answer.DurationMs is null), corrected == 0 ? null : cost / corrected, corrected == 0 ? null : minutes / corrected);
    }

    /// <summary>The Monday of the week that a day lies in.</summary>
    public static string WeekOf(string day)
    {
        var date = DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture);
        return date.AddDays(-(((int)date.DayOfWeek + 6) % 7)).ToString(DayFormat, CultureInfo.InvariantCulture);
    }

    // Why the first of the people who labelled it was handed the record.
    private static List<QueueYield> Queues(List<ReviewedLabel> reviewed, ILookup<string, PersonAnswer> answers) =>
    [
        .. reviewed.GroupBy(label => answers[label.RecordId].First().Reason ?? "picked").OrderBy(queue => queue.Key, StringComparer.Ordinal)
            .Select(queue => (Reason: queue.Key, Reviewed: queue.Count(), Errors: queue.Count(label => label.IsWrong)))
            .Select(queue => new QueueYield(
                char.ToLowerInvariant(queue.Reason[0]) + queue.Reason[1..], queue.Reviewed, queue.Errors, 100.0 * queue.Errors / queue.Reviewed)),
    ];
}

/// <summary>What one run proposed on one day of UTC.</summary>
internal sealed class LabelledDay
{
    public string RunId { get; init; } = "";
    public string Labeller { get; init; } = "";
    public string Day { get; init; } = "";
    public long Labelled { get; init; }
    public long Failed { get; init; }
    public long KnownCosts { get; init; }
    public long? CostNano { get; init; }
}

/// <summary>A proposed label beside what people came to.</summary>
internal sealed class ReviewedLabel
{
    public string RunId { get; init; } = "";
    public string RecordId { get; init; } = "";
    public string Proposed { get; init; } = "";
    public string Resolved { get; init; } = "";

    public bool IsWrong => Proposed != Resolved;
}

/// <summary>One answer by a person that counts.</summary>
internal sealed class PersonAnswer
{
    public string RecordId { get; init; } = "";
    public string? Reason { get; init; }
    public long? DurationMs { get; init; }
    public string Day { get; init; } = "";
}
