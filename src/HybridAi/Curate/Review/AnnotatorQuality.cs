using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>Why an annotator's labels should be looked at.</summary>
public enum QualityConcern
{
    /// <summary>Most answers came faster than the text can be read.</summary>
    TooFast,

    /// <summary>Wrong suggestions on records with a trusted label are accepted, more often than not beyond doubt.</summary>
    AcceptsWrongSuggestions,
}

/// <summary>What stands against an annotator.</summary>
/// <param name="Concern">What.</param>
/// <param name="Evidence">In numbers, for a person.</param>
/// <param name="Records">The records that show it, at most 20.</param>
public sealed record QualityFinding(QualityConcern Concern, string Evidence, IReadOnlyList<string> Records);

/// <summary>How good one annotator's labels are, from records with a trusted label, and whether this person reads what is labelled.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Labelled">Standing labels by this person.</param>
/// <param name="Gold">Of these, those on records with a trusted label; each record counts once.</param>
/// <param name="GoldRight">Of these, those that are the trusted label.</param>
/// <param name="Accuracy">Share of right ones; null without a record to judge by.</param>
/// <param name="Lower">Lower end of its 95 % interval (Clopper and Pearson); null likewise.</param>
/// <param name="Upper">Upper end; null likewise.</param>
/// <param name="MedianTime">Median time of an answer given one by one; null where none was timed.</param>
/// <param name="Findings">What stands against this person; empty where nothing does.</param>
public sealed record AnnotatorQuality(
    string Annotator, int Labelled, int Gold, int GoldRight, double? Accuracy, double? Lower, double? Upper, TimeSpan? MedianTime,
    IReadOnlyList<QualityFinding> Findings)
{
    private const double Confidence = 0.95;
    private const int LeastTimed = 20;
    private const int MostShown = 20;

    /// <summary>Judges one annotator by what they did.</summary>
    internal static AnnotatorQuality Of(string annotator, IReadOnlyList<JudgedAnswer> answers)
    {
        var gold = answers.Where(answer => answer.Gold is not null).ToList();
        var right = gold.Count(answer => answer.Label == answer.Gold);
        var timed = answers.Where(answer => answer is { Duration: not null, InBulk: false }).ToList();
        (double Lower, double Upper)? interval = gold.Count == 0 ? null : ClopperPearson.Interval(right, gold.Count, Confidence);
        return new(
            annotator, answers.Count, gold.Count, right, gold.Count == 0 ? null : (double)right / gold.Count, interval?.Lower, interval?.Upper,
            timed.Count == 0 ? null : timed.Select(answer => answer.Duration!.Value).Order().ElementAt(timed.Count / 2),
            [.. TooFast(timed), .. AcceptsWrong(gold)]);
    }

    private static IEnumerable<QualityFinding> TooFast(List<JudgedAnswer> timed)
    {
        var fast = timed.Where(answer => answer.Duration < ReadingTime.Least(answer.Characters)).ToList();
        if (timed.Count < LeastTimed || fast.Count * 2 <= timed.Count) yield break;
        yield return new(
            QualityConcern.TooFast, $"{fast.Count} of {timed.Count} timed answers came faster than the text can be read.",
            [.. fast.Take(MostShown).Select(answer => answer.RecordId)]);
    }

    // One-sided: with fewer than five the bound can't pass one half, whatever was accepted.
    private static IEnumerable<QualityFinding> AcceptsWrong(List<JudgedAnswer> gold)
    {
        var misled = gold.Where(answer => answer.SuggestionShown && answer.SuggestedLabel is not null && answer.SuggestedLabel != answer.Gold).ToList();
        var accepted = misled.Where(answer => answer.Label == answer.SuggestedLabel).ToList();
        if (ClopperPearson.Lower(accepted.Count, misled.Count, Confidence) <= 0.5) yield break;
        yield return new(
            QualityConcern.AcceptsWrongSuggestions,
            $"{accepted.Count} of {misled.Count} wrong suggestions on records with a trusted label were accepted.",
            [.. accepted.Take(MostShown).Select(answer => answer.RecordId)]);
    }
}

/// <summary>A standing label beside what it can be judged by.</summary>
internal sealed record JudgedAnswer(
    string RecordId, string Label, string? SuggestedLabel, bool SuggestionShown, TimeSpan? Duration, bool InBulk, string? Gold, long Characters);
