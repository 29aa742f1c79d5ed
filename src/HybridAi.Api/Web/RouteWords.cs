using System.Globalization;
using HybridAi.Serve.Routing;

namespace HybridAi.Api.Web;

/// <summary>A route's figures in words, as the pages say them.</summary>
internal static class RouteWords
{
    public static string Share(double share, string format = "0.0") => (share * 100).ToString(format, CultureInfo.InvariantCulture) + " %";

    public static string Signed(double share) => (share * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " points";

    public static string Money(decimal? usd) => usd is { } known ? "$" + known.ToString("0.00####", CultureInfo.InvariantCulture) : "unknown";

    public static string Time(TimeSpan? time) => time switch
    {
        null => "not measured",
        { TotalMilliseconds: < 1 } => "under 1 ms",
        { TotalSeconds: < 1 } => time.Value.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => time.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
    };

    public static string State(CertificateState state) => state switch
    {
        CertificateState.Certified => "certified",
        CertificateState.NotEnoughData => "not enough data",
        _ => "refused",
    };

    public static string Tone(CertificateState state) => state switch
    {
        CertificateState.Certified => "good",
        CertificateState.NotEnoughData => "warn",
        _ => "bad",
    };

    /// <summary>A policy of the front in a sentence, for whoever can't see the picture.</summary>
    public static string Of(FrontPoint point)
        => $"{string.Join(" → ", point.Tiers)}: {Share(point.Accuracy)} right ({Signed(point.Difference)}) at {Share(point.CostShare)} of the reference's cost, "
           + (point.Certified ? "certified" : "not certified") + (point.Chosen ? ", chosen" : "");

    /// <summary>What a walk saved against the reference, where both are known.</summary>
    public static string? Saved(decimal? cost, decimal? reference)
    {
        if (cost is not { } spent || reference is not { } alone || alone <= 0) return null;
        var share = (double)(1 - spent / alone);
        return share >= 0 ? $"{Share(share)} saved" : $"{Share(-share)} more";
    }
}
