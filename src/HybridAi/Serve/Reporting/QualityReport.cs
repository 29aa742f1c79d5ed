using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Reporting;

/// <summary>How often answers were right, by what people said of predictions that chance picked.</summary>
/// <param name="Projects">The projects that it is about.</param>
/// <param name="From">Decisions from then on; null: from the first that is kept.</param>
/// <param name="Until">Decisions before then; null: to the last.</param>
/// <param name="ByProject">By project.</param>
/// <param name="ByTier">By project and tier.</param>
/// <param name="Notes">What a careful reader must know.</param>
public sealed record QualityReport(
    IReadOnlyList<string> Projects, DateTimeOffset? From, DateTimeOffset? Until, IReadOnlyList<QualityLine> ByProject, IReadOnlyList<QualityLine> ByTier,
    IReadOnlyList<string> Notes);

/// <summary>The counts of one project or tier, and what follows from them.</summary>
/// <param name="Project">The project.</param>
/// <param name="Tier">The tier whose answer stood; null: all of them.</param>
/// <param name="Decisions">Predictions along a route that were served.</param>
/// <param name="Answered">Those with an answer.</param>
/// <param name="Audited">Those that chance picked for an audit.</param>
/// <param name="Compared">Audited ones whose reference is known.</param>
/// <param name="Agreeing">Those of them on which the answer is the reference's. That is agreement, not accuracy.</param>
/// <param name="Judged">Audited ones with a person's label.</param>
/// <param name="Right">Those of them on which the answer is the person's.</param>
public sealed record QualityLine(string Project, string? Tier, long Decisions, long Answered, long Audited, long Compared, long Agreeing, long Judged, long Right)
{
    private const double Confidence = 0.95;

    /// <summary>Share of decisions with an answer; null without any.</summary>
    public double? AnsweredShare => Share(Answered, Decisions);

    /// <summary>Share of decisions that a person has judged in an audit: what the accuracy rests on; null without any.</summary>
    public double? Coverage => Share(Judged, Decisions);

    /// <summary>Share of right answers among the judged; null without any.</summary>
    public double? Accuracy => Share(Right, Judged);

    /// <summary>Lower end of its exact 95 % interval (Clopper and Pearson).</summary>
    public double? AccuracyLower => Interval(Right, Judged)?.Lower;

    /// <summary>Upper end.</summary>
    public double? AccuracyUpper => Interval(Right, Judged)?.Upper;

    /// <summary>Share of the compared that agree with the reference; null without any.</summary>
    public double? Agreement => Share(Agreeing, Compared);

    /// <summary>Lower end of its exact 95 % interval.</summary>
    public double? AgreementLower => Interval(Agreeing, Compared)?.Lower;

    /// <summary>Upper end.</summary>
    public double? AgreementUpper => Interval(Agreeing, Compared)?.Upper;

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static (double Lower, double Upper)? Interval(long part, long whole)
        => whole == 0 ? null : ClopperPearson.Interval((int)part, (int)whole, Confidence);
}
