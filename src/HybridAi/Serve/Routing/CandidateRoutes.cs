namespace HybridAi.Serve.Routing;

/// <summary>
/// All routes worth testing, in the order in which they are tested: each changes more answers against the reference than the one before and
/// costs less. Thresholds come from the confidences that occur; a tier may also be left out.
/// </summary>
internal static class CandidateRoutes
{
    private const int MostTested = 40;

    /// <summary>The candidates, the reference alone not among them.</summary>
    public static IReadOnlyList<IReadOnlyList<CascadeStep>> InOrder(AnswerSheet sheet)
    {
        var search = new Search(sheet);
        search.Explore(0, [.. Enumerable.Range(0, sheet.Rows)], 0, 0, []);
        var better = new List<Candidate>();
        var cheapest = sheet.Rows * sheet.Price[^1];
        foreach (var candidate in search.Found.OrderBy(c => c.Changed).ThenBy(c => c.Cost))
        {
            if (candidate.Cost >= cheapest - 1e-12) continue;
            better.Add(candidate);
            cheapest = candidate.Cost;
        }

        return [.. Thinned(better).Select(candidate => candidate.Steps)];
    }

    // Few steps, evenly spaced: more tests of nearly equal routes would only be more chances to fail early.
    private static IEnumerable<Candidate> Thinned(List<Candidate> all)
        => all.Count <= MostTested ? all : Enumerable.Range(1, MostTested).Select(i => all[(i * all.Count / MostTested) - 1]);

    private sealed record Candidate(IReadOnlyList<CascadeStep> Steps, int Changed, double Cost);

    private sealed class Search(AnswerSheet sheet)
    {
        public List<Candidate> Found { get; } = [];

        // Rows that no step has ended yet go on to the next tier.
        public void Explore(int tier, int[] left, int changed, double cost, CascadeStep[] steps)
        {
            if (tier == sheet.Tiers - 1)
            {
                if (steps.Length > 0) Found.Add(new([.. steps, new(tier, null)], changed, cost + left.Length * sheet.Price[tier]));
                return;
            }

            Explore(tier + 1, left, changed, cost, steps);
            foreach (var threshold in Thresholds(sheet.Confidence[tier]))
            {
                var further = Array.FindAll(left, row => !(sheet.Confidence[tier][row] >= threshold));
                if (further.Length == left.Length) continue;
                var ended = left.Count(row => sheet.Confidence[tier][row] >= threshold && sheet.Disagrees[tier][row]);
                Explore(tier + 1, further, changed + ended, cost + left.Length * sheet.Price[tier], [.. steps, new(tier, threshold)]);
            }
        }

        private IEnumerable<double> Thresholds(double[] confidences)
        {
            var most = sheet.Tiers switch { <= 2 => 256, 3 => 40, 4 => 14, _ => 6 };
            var distinct = confidences.Where(confidence => !double.IsNaN(confidence)).Distinct().Order().ToArray();
            return distinct.Length <= most ? distinct : Enumerable.Range(0, most).Select(i => distinct[i * (distinct.Length - 1) / (most - 1)]);
        }
    }
}
