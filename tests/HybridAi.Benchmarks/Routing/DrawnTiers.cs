using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;

namespace HybridAi.Benchmarks.Routing;

/// <summary>Rows with drawn answers of tiers that are the better the dearer they are; the first is a model with a chance for every label.</summary>
/// <param name="Gold">The right label of each row.</param>
/// <param name="Replies">By tier and row.</param>
/// <param name="Labels">How many labels there are.</param>
internal sealed record DrawnTiers(int[] Gold, TierReply[][] Replies, int Labels)
{
    private const int Folds = 3;

    /// <summary>Names the rows: the text of a row is its number.</summary>
    public string[] Names { get; } = [.. Enumerable.Range(0, Gold.Length).Select(row => row.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    public static DrawnTiers Draw(int rows, int tiers, int labels, int seed)
    {
        var random = new Random(seed);
        var gold = Enumerable.Range(0, rows).Select(_ => random.Next(labels)).ToArray();
        return new(gold, [.. Enumerable.Range(0, tiers).Select(tier => Array.ConvertAll(gold, label => Reply(random, label, labels, tier, tiers)))], labels);
    }

    public RoutingRows ToRows()
        => new(Gold, LabelSpace.Of(Labels), Replies, [.. Replies.Select((row, tier) => Array.ConvertAll(row, _ => tier / (Replies.Length - 1.0)))], [.. Gold.Select((_, row) => row % Folds)], Folds);

    private static TierReply Reply(Random random, int gold, int labels, int tier, int tiers)
    {
        var answer = random.NextDouble() < 0.6 + 0.35 * tier / (tiers - 1) ? gold : random.Next(labels);
        var confidence = 0.5 + 0.5 * random.NextDouble();
        if (tier > 0) return new(answer, confidence);
        var chances = new float[labels];
        Array.Fill(chances, (float)((1 - confidence) / (labels - 1)));
        chances[answer] = (float)confidence;
        return new(answer, confidence, chances);
    }
}

/// <summary>Says at once what was drawn for a row.</summary>
internal sealed class DrawnLabeller(DrawnTiers drawn, int tier, string[] labels) : ILabeller
{
    private readonly Proposal[] _proposals = Array.ConvertAll(drawn.Replies[tier], reply => new Proposal(labels[reply.Label], reply.Confidence, "", 0, TimeSpan.Zero)
    {
        Chances = reply.Chances is { } chances ? new(labels, chances, 0.1) : null,
    });

    public string Name => $"fake:{tier}";

    public string Version => "1";

    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        => ValueTask.FromResult(_proposals[int.Parse(request.Text, System.Globalization.CultureInfo.InvariantCulture)]);
}
