using System.Globalization;
using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>Rows with their tiers in the order of price and their labels as numbers: what the search works on.</summary>
internal sealed class RouteLayout
{
    private readonly Dictionary<string, int> _labels;

    private RouteLayout(RouteRows rows, LabelSpace space, IReadOnlyList<string> labels, int[] order)
    {
        (Source, Space, Labels, Order, Reference) = (rows, space, labels, order, Array.IndexOf(order, rows.Reference));
        _labels = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        PricesKnown = Enumerable.Range(0, rows.Tiers.Count).All(tier => MeanCost(tier) is not null) && MeanCost(rows.Reference) > 0;
    }

    public RouteRows Source { get; }

    public LabelSpace Space { get; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>By place in the order of price: index of the tier in the source.</summary>
    public int[] Order { get; }

    /// <summary>The reference's place.</summary>
    public int Reference { get; }

    /// <summary>Whether every tier's cost is known and the reference costs anything; otherwise calls of the reference are what is saved.</summary>
    public bool PricesKnown { get; }

    /// <summary>Lays out the rows.</summary>
    public static RouteLayout Of(RouteRows rows, double? tolerance)
    {
        var labels = tolerance is null ? rows.Labels : [.. Numbers(rows).Distinct().Order().Select(Text)];
        var space = tolerance is { } within ? LabelSpace.Of([.. labels.Select(label => Number(label)!.Value)], within) : LabelSpace.Of(labels.Count);
        // A model that learned begins; then by price, and of two that cost the same the reference last.
        int[] order = [.. Enumerable.Range(0, rows.Tiers.Count)
            .OrderByDescending(tier => IsModel(rows, tier)).ThenBy(tier => Mean(rows, tier) ?? (tier == rows.Reference ? 1 : 0)).ThenBy(tier => tier == rows.Reference)];
        return new(rows, space, labels, order);
    }

    /// <summary>The rows as the search takes them.</summary>
    public RoutingRows ToRoutingRows(RowFolds folds)
    {
        var rows = Source.Calibration;
        var fitted = Source.Student is { } student ? new Dictionary<int, CrossFittedReplies> { [Array.IndexOf(Order, student.Tier)] = student.Replies } : [];
        var latencies = Order.Select(tier => rows.Select(row => row.Answers[tier].Latency?.TotalMilliseconds ?? 0).ToArray()).ToArray();
        return new(
            [.. rows.Select(row => IndexOf(row.Gold))], Space, [.. Order.Select(tier => rows.Select(row => Reply(row, tier)).ToArray())],
            [.. Order.Select(tier => rows.Select(row => CostOf(row, tier)).ToArray())], folds.Of, folds.Count, fitted,
            [.. rows.Select(NoveltyOf)], latencies);
    }

    /// <summary>A reply as the policy reads it.</summary>
    public TierReply Reply(RouteRow row, int tier)
    {
        var answer = row.Answers[tier];
        return new(IndexOf(answer.Label), answer.Confidence ?? double.NaN, answer.Chances?.In(Labels));
    }

    /// <summary>The index of a label; none where it is missing or not of the list.</summary>
    public int IndexOf(string? label)
    {
        if (label is null) return TierReply.NoLabel;
        return _labels.TryGetValue(Space.IsNominal ? label : Number(label) is { } number ? Text(number) : label, out var index) ? index : TierReply.NoLabel;
    }

    /// <summary>Whether a tier, by its index in the source, is right on a row.</summary>
    public bool IsRight(RouteRow row, int tier) => Space.Same(IndexOf(row.Answers[tier].Label), IndexOf(row.Gold));

    /// <summary>What a row's novelty is, where a model tells.</summary>
    public static double NoveltyOf(RouteRow row) => row.Answers.Select(answer => answer.Chances?.Novelty).FirstOrDefault(novelty => novelty is not null) ?? 0;

    /// <summary>Mean cost of the tier's calls whose cost is known; null where none is.</summary>
    public decimal? MeanCost(int tier) => Mean(Source, tier);

    // What is not known of one row costs what the tier costs on average; where prices are not known a call of the reference is the unit.
    private double CostOf(RouteRow row, int tier)
        => PricesKnown ? (double)(row.Answers[tier].CostUsd ?? MeanCost(tier)!.Value) : tier == Source.Reference ? 1 : 0;

    private static bool IsModel(RouteRows rows, int tier)
        => rows.Student?.Tier == tier || (rows.Calibration.Count > 0 && rows.Calibration[0].Answers[tier].Chances is not null);

    private static decimal? Mean(RouteRows rows, int tier)
    {
        var known = rows.Calibration.Select(row => row.Answers[tier].CostUsd).OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Average();
    }

    private static IEnumerable<double> Numbers(RouteRows rows) => rows.Calibration.Concat(rows.Test)
        .SelectMany(row => row.Answers.Select(answer => answer.Label).Append(row.Gold)).Concat(rows.Labels).Select(Number).OfType<double>();

    private static double? Number(string? label)
        => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
