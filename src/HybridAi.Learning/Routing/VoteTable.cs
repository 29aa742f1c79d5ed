namespace HybridAi.Learning.Routing;

/// <summary>
/// What an answer of one tier says about every label: how often the tier is right when it answers so, and what is right when it is not. Drawn towards
/// the tier's whole record where an answer is rare, and weighed by the tier's own confidence where that tells right from wrong.
/// </summary>
/// <param name="Accuracy">Share of all its answers that are right.</param>
/// <param name="RightByAnswer">By answer: how often it is right, drawn towards the accuracy. Empty: no answer is told from another.</param>
/// <param name="Instead">By answer: the labels that were right instead, with their share among all rows of that answer.</param>
/// <param name="Worth">What the tier's confidence is worth.</param>
public sealed record VoteTable(double Accuracy, double[] RightByAnswer, Dictionary<int, double>[] Instead, ConfidenceWorth Worth)
{
    private const double PseudoRows = 4;
    private const double LeastChance = 0.002;

    /// <summary>By right label: how often the tier finds it, drawn towards its whole record. Empty: its accuracy stands for every label.</summary>
    public double[] RightByLabel { get; init; } = [];

    /// <summary>How likely the tier will be right on an input whose right label is this one, before it is asked.</summary>
    public double Finds(int label) => RightByLabel.Length == 0 ? Accuracy : RightByLabel[label];

    /// <summary>Counts a tier's replies on rows whose right answer is known.</summary>
    public static VoteTable Count(RoutingRows rows, int tier, int view, IReadOnlyList<int> counted)
    {
        var space = rows.Space;
        var perAnswer = space.IsNominal ? space.Count : 1;
        var (given, right, instead) = (new double[perAnswer], new double[perAnswer], new Dictionary<int, double>[perAnswer]);
        for (var answer = 0; answer < perAnswer; answer++) instead[answer] = [];
        var (asked, found) = (new double[perAnswer], new double[perAnswer]);
        foreach (var row in counted)
        {
            var gold = space.IsNominal ? rows.Gold[row] : 0;
            asked[gold]++;
            if (rows.IsRight(tier, row, view)) found[gold]++;
            var answer = rows.Reply(tier, row, view).Label;
            if (answer == TierReply.NoLabel) continue;
            var place = space.IsNominal ? answer : 0;
            given[place]++;
            if (space.Same(answer, rows.Gold[row])) right[place]++;
            else if (space.IsNominal) instead[place][rows.Gold[row]] = instead[place].GetValueOrDefault(rows.Gold[row]) + 1;
        }

        var accuracy = (right.Sum() + 1) / (given.Sum() + 2);
        for (var place = 0; place < perAnswer; place++)
            foreach (var label in instead[place].Keys)
                instead[place][label] /= given[place] + PseudoRows;
        return new(
            accuracy, space.IsNominal ? [.. given.Select((count, answer) => (right[answer] + PseudoRows * accuracy) / (count + PseudoRows))] : [], instead,
            ConfidenceWorth.Measure(rows, tier, view, counted, accuracy))
        {
            // Of all rows, those without an answer too: whoever asks it may get none.
            RightByLabel = space.IsNominal ? Shares(asked, found) : [],
        };
    }

    /// <summary>How likely the tier is right with this reply.</summary>
    public double Right(TierReply reply)
        => Worth.Adjust(RightByAnswer.Length == 0 ? Accuracy : RightByAnswer[reply.Label], reply.Confidence);

    /// <summary>How likely another label is right than the one that the reply gives.</summary>
    /// <param name="reply">A reply with an answer.</param>
    /// <param name="label">The other label.</param>
    /// <param name="prior">Its share among right answers.</param>
    /// <param name="right">How likely the reply is right.</param>
    public double Other(TierReply reply, int label, double prior, double right)
    {
        if (RightByAnswer.Length == 0) return Math.Max((1 - right) * prior, LeastChance * prior);
        var (known, wrong) = (Instead[reply.Label], 1 - RightByAnswer[reply.Label]);
        var unknown = wrong;
        foreach (var share in known.Values) unknown -= share;
        var chance = known.GetValueOrDefault(label) + Math.Max(unknown, 0) * prior;
        return Math.Max(chance / wrong * (1 - right), LeastChance * prior);
    }

    private static double[] Shares(double[] asked, double[] found)
    {
        var whole = (found.Sum() + 1) / (asked.Sum() + 2);
        return [.. asked.Select((count, label) => (found[label] + PseudoRows * whole) / (count + PseudoRows))];
    }
}
