namespace HybridAi.Serve.Simulation;

/// <summary>A figure over several orders of the stream.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Sd">The standard deviation between orders; 0 for one.</param>
public sealed record StreamFigure(double Mean, double Sd)
{
    internal static StreamFigure Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new(mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}

/// <summary>What one way to answer the stream has brought.</summary>
/// <param name="Name">router, always, never, random, OCaTS rule or oracle.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="CallShare">Share of texts that the teacher was called for.</param>
/// <param name="Discounted">Accuracy − λ · share of calls.</param>
/// <param name="CostUsd">What the calls of one stream cost on average; null where the answers bear no price.</param>
/// <param name="Agreement">How often the student would have said what the teacher says, over all texts.</param>
/// <param name="SeenAgreement">The same as the calls show it, each weighed by 1 / its propensity; null where a stream has no call.</param>
/// <param name="Curve">Means over the orders.</param>
public sealed record StreamWay(
    string Name, StreamFigure Accuracy, StreamFigure CallShare, StreamFigure Discounted, decimal? CostUsd, double Agreement, double? SeenAgreement,
    IReadOnlyList<StreamPoint> Curve);

/// <summary>All ways at one price of a call.</summary>
/// <param name="Lambda">The price in right answers.</param>
/// <param name="Thresholds">Of the OCaTS rule; null where it had no stream to be tuned on.</param>
/// <param name="Ways">Each way; the router first.</param>
public sealed record StreamPrice(double Lambda, OcatsThresholds? Thresholds, IReadOnlyList<StreamWay> Ways);

/// <summary>The figures of <c>hybridai simulate stream</c>.</summary>
/// <param name="Kind">Always <c>stream</c>.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="Seeds">How many orders were averaged.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Teacher">Whose answers were replayed.</param>
/// <param name="TeacherAccuracy">How often the router was told that the teacher is right.</param>
/// <param name="Rows">Texts of the stream.</param>
/// <param name="LeftOut">Rows that the teacher has not answered.</param>
/// <param name="Shots">Labelled texts that the student began with.</param>
/// <param name="CallUsd">What one call costs on average; null where the answers bear no price.</param>
/// <param name="Prices">By price of a call.</param>
public sealed record StreamReport(
    string Kind, int Seed, int Seeds, double ElapsedSeconds, string Teacher, double TeacherAccuracy, int Rows, int LeftOut, int Shots, decimal? CallUsd,
    IReadOnlyList<StreamPrice> Prices);

/// <summary>How far a simulation is.</summary>
/// <param name="Done">Streams played.</param>
/// <param name="Total">Streams in all.</param>
/// <param name="Phase">What is being played.</param>
public sealed record StreamStep(int Done, int Total, string Phase);
