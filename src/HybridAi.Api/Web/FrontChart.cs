using System.Globalization;
using HybridAi.Serve.Routing;

namespace HybridAi.Api.Web;

/// <summary>
/// Where the policies of a route's family stand in a picture: cost to the right, accuracy upwards, in units of the picture. Cost is drawn by its square root, so that
/// the small shares, which are what a route is for, can be told apart and a cost of nothing still has a place.
/// </summary>
internal sealed class FrontChart
{
    public const double Width = 640;
    public const double Height = 340;
    public const double Left = 76;
    public const double Right = 598;
    public const double Top = 18;
    public const double Bottom = 276;

    private static readonly double[] CostTicks = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
    private readonly double _dearest;
    private readonly double _low;
    private readonly double _high;

    /// <summary>Lays out the points of a front, which has at least one.</summary>
    public FrontChart(IReadOnlyList<FrontPoint> front, double margin)
    {
        Reference = front[0].Accuracy - front[0].Difference;
        Floor = Reference - margin;
        // Places that stand on one spot are one point; the chosen one lies on top.
        Points = [.. front.DistinctBy(point => (Math.Round(point.CostShare, 4), Math.Round(point.Accuracy, 5), point.Certified, point.Chosen)).OrderBy(point => point.Chosen)];
        _dearest = Math.Max(1, front.Max(point => point.CostShare));
        var (low, high) = (Math.Min(Floor, front.Min(point => point.Accuracy)), Math.Max(Reference, front.Max(point => point.Accuracy)));
        var step = StepOf(high - low);
        (_low, _high) = (Math.Floor((low - step / 4) / step) * step, Math.Ceiling((high + step / 4) / step) * step);
        AccuracyTicks = [.. Enumerable.Range(0, (int)Math.Round((_high - _low) / step) + 1).Select(i => _low + i * step)];
    }

    public double Reference { get; }

    public double Floor { get; }

    public IReadOnlyList<FrontPoint> Points { get; }

    public IReadOnlyList<double> AccuracyTicks { get; }

    public IEnumerable<double> CostsTicked => CostTicks.Where(tick => tick <= _dearest);

    /// <summary>The points in the order of their cost, as a line.</summary>
    public string Line => string.Join(' ', Points.OrderBy(point => point.CostShare).Select(point => $"{At(X(point.CostShare))},{At(Y(point.Accuracy))}"));

    public double X(double costShare) => Left + (Right - Left) * Math.Sqrt(costShare / _dearest);

    public double Y(double accuracy) => Bottom - (Bottom - Top) * (accuracy - _low) / (_high - _low);

    /// <summary>A place in the picture as SVG writes it.</summary>
    public static string At(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A diamond around a place.</summary>
    public static string Diamond(double x, double y, double size) => $"M{At(x)} {At(y - size)}L{At(x + size)} {At(y)}L{At(x)} {At(y + size)}L{At(x - size)} {At(y)}Z";

    // 1, 2 or 5 times a power of ten, so that four to nine lines lie in the picture.
    private static double StepOf(double range)
    {
        var raw = Math.Max(range, 0.004) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
