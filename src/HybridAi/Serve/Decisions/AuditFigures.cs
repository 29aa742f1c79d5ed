using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Decisions;

/// <summary>What the audits of a route say of it.</summary>
/// <remarks>
/// Agreement with the reference is no accuracy. The floor compares two accuracies, and for their difference gold is needed: <see cref="Paired"/> holds what
/// people have said of audited decisions.
/// </remarks>
/// <param name="Drawn">Audits that were drawn.</param>
/// <param name="Open">Those still to be asked.</param>
/// <param name="Waiting">Those that wait for a person.</param>
/// <param name="Failed">Those with a tier that could not be heard.</param>
/// <param name="Compared">Those whose reference is known, failed ones among them.</param>
/// <param name="Agreeing">Those of them on which the route's answer is the reference's.</param>
/// <param name="Gold">Compared ones with a person's label.</param>
/// <param name="OnlyRouteRight">Those of them on which only the route is right.</param>
/// <param name="OnlyReferenceRight">Those of them on which only the reference is right.</param>
/// <param name="RouteRight">Those of them on which the route is right.</param>
public sealed record AuditFigures(
    int Drawn, int Open, int Waiting, int Failed, int Compared, int Agreeing, int Gold, int OnlyRouteRight, int OnlyReferenceRight, int RouteRight)
{
    private const double Confidence = 0.95;

    /// <summary>Share of compared audits on which the route's answer is the reference's; null without any.</summary>
    public double? Agreement => Compared == 0 ? null : (double)Agreeing / Compared;

    /// <summary>Lower Clopper–Pearson bound of the agreement, two-sided 95 %; for one look, not for a watch.</summary>
    public double AgreementAtLeast => ClopperPearson.Interval(Agreeing, Compared, Confidence).Lower;

    /// <summary>Upper Clopper–Pearson bound of the agreement.</summary>
    public double AgreementAtMost => ClopperPearson.Interval(Agreeing, Compared, Confidence).Upper;

    /// <summary>Route against reference by what people say, request by request.</summary>
    internal PairedDifferences Paired => new(Gold, OnlyRouteRight, OnlyReferenceRight);
}
