using HybridAi.Learning.Statistics;
namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// Gathers the evidence against each given label. Weights are stated so that sources which know the same share what they say; they were set
/// once, as round numbers, and are where learning from review begins.
/// </summary>
internal static class DoubtEvidence
{
    /// <summary>The share of wrong labels that is expected before anyone has looked, as log odds: about one in six.</summary>
    public const double StatedIntercept = -1.5;

    public static (IReadOnlyList<DoubtPart> Parts, ConfidentJoint Joint, double[] StudentMargins) Gather(DoubtRows rows, Neighbour[][] neighbours, int seed, CancellationToken ct)
    {
        var students = new Students(rows, seed);
        var (linear, bayes) = (students.Linear(ct), students.Bayes(ct));
        var near = new NeighbourVotes(rows, neighbours);
        var around = near.Shares();
        var (pooled, rivals) = Pool(rows, linear, bayes, around);
        var joint = ConfidentJoint.Of(rows.Given, linear);
        var noise = Math.Max(1.0, joint.Errors) / Math.Max(rows.Count, 1);
        var parts = new List<DoubtPart>
        {
            new("student", Margins(rows, linear), 0.25),
            new("bayes", Margins(rows, bayes), 0.15),
            new("neighbours", Margins(rows, around), 0.25),
            new("near-duplicates", near.Contradictions(), 0.25),
            new("pooled-votes", pooled, 0.5),
            new("consensus", Margins(rows, VoteConsensus.Of(rows, linear, around, ct)), 0.25),
            new("confident-joint", Column(rows, row => LogOdds.Of(joint.NoiseOf(rows.Given[row])) - LogOdds.Of(noise)), 0.5),
        };
        for (var labeller = 0; labeller < rows.Votes.Count; labeller++)
        {
            var votes = rows.Votes[labeller];
            parts.Add(new($"labeller-{labeller + 1}", Column(rows, row => votes[row] == DoubtRows.None ? 0 : votes[row] == rows.Given[row] ? -1 : 1), 0.6));
        }

        if (rows.Confidences is { } confidences && confidences.Any(confidence => confidence is not null))
        {
            var usual = confidences.Where(confidence => confidence is not null).Average(confidence => LogOdds.Of(1 - confidence!.Value));
            parts.Add(new("confidence", Column(rows, row => confidences[row] is { } sure ? LogOdds.Of(1 - sure) - usual : 0), 0.5));
        }

        if (rows.Reviewed?.Any(label => label != DoubtRows.None) == true)
        {
            var history = new ReviewHistory(rows, rivals);
            parts.Add(new("reviewed-label", Column(rows, history.OfLabel), 0.5));
            parts.Add(new("reviewed-pair", Column(rows, history.OfPair), 0.5));
            parts.Add(new("reviewed-neighbours", Column(rows, row => history.OfNeighbours(row, neighbours[row])), 0.5));
        }

        return (parts, joint, Column(rows, row => Lead(linear[row], rows.Given[row])));
    }

    private static double Lead(float[] probabilities, int label)
        => (1.0 + probabilities[label] - probabilities.Where((_, other) => other != label).DefaultIfEmpty(0).Max()) / 2;

    private static double[] Column(DoubtRows rows, Func<int, double> value) => [.. Enumerable.Range(0, rows.Count).Select(value)];

    private static double[] Margins(DoubtRows rows, float[][] probabilities) => Column(rows, row => LogOdds.Against(probabilities[row], rows.Given[row]));

    // All sources on one scale of votes: how far the strongest rival leads the given label, and which it is.
    private static (double[] Lead, int[] Rivals) Pool(DoubtRows rows, float[][] linear, float[][] bayes, float[][] around)
    {
        var (lead, rivals) = (new double[rows.Count], new int[rows.Count]);
        for (var row = 0; row < rows.Count; row++)
        {
            var sums = new double[rows.Labels];
            for (var k = 0; k < sums.Length; k++) sums[k] = linear[row][k] + bayes[row][k] / 2 + around[row][k];
            foreach (var votes in rows.Votes)
                if (votes[row] != DoubtRows.None)
                    sums[votes[row]] += 0.7;
            var own = sums[rows.Given[row]];
            sums[rows.Given[row]] = double.NegativeInfinity;
            rivals[row] = Array.IndexOf(sums, sums.Max());
            lead[row] = sums[rivals[row]] - own;
        }

        return (lead, rivals);
    }
}
