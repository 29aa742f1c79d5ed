using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// The lowest similarity whose share of wrong hits is shown to be at most what was asked. A third of the pairs, drawn by a seed, says where
/// the order of thresholds begins: where the rate looks surest. On the others each threshold of that order, from strict to loose, is tested
/// by its upper Clopper-Pearson limit, and the first that fails ends it, so that the confidence needs no correction for the number of tests.
/// </summary>
/// <remarks>
/// Split fixed-sequence testing: Angelopoulos, Bates, Candès, Jordan and Lei 2021, "Learn then Test", section 2.3 and appendix; Bauer 1991.
/// The pairs must be independent of each other and drawn as the cache will meet them: a question with the nearest one that is kept.
/// </remarks>
public static class SemanticThreshold
{
    private const int MostThresholds = 200;
    private const int MostHitsWorthNaming = 100_000_000;

    /// <summary>The threshold, or the fault <c>semantic-unshown</c>, which says how many pairs more would do.</summary>
    /// <param name="pairs">The labelled pairs.</param>
    /// <param name="maxFalseHitRate">The share asked for, strictly between 0 and 1.</param>
    /// <param name="confidence">One-sided, strictly between 0 and 1.</param>
    /// <param name="seed">Draws the third that chooses the order.</param>
    public static Outcome<SemanticEvidence> Choose(IReadOnlyList<ScoredPair> pairs, double maxFalseHitRate, double confidence, int seed)
    {
        var drawn = pairs.ToArray();
        new Random(seed).Shuffle(drawn);
        var (design, test) = (new Tally(drawn[..(drawn.Length / 3)]), new Tally(drawn[(drawn.Length / 3)..]));
        SemanticEvidence? shown = null;
        foreach (var threshold in Order(design, (double)test.Pairs / Math.Max(1, design.Pairs), confidence))
        {
            var (hits, wrong) = test.At(threshold);
            var bound = ClopperPearson.Upper(wrong, hits, confidence);
            if (bound > maxFalseHitRate) break;
            shown = new(threshold, maxFalseHitRate, bound, confidence, pairs.Count, test.Pairs, hits, wrong, (double)hits / test.Pairs);
        }

        return shown is not null ? shown : Unshown(new Tally(drawn), maxFalseHitRate, confidence);
    }

    // The strictest first, beginning with the one whose limit would be the lowest if the tested pairs were like the design's.
    private static IEnumerable<double> Order(Tally design, double scale, double confidence)
    {
        var thresholds = design.Thresholds(MostThresholds);
        if (thresholds.Count == 0) return [];
        var begin = Enumerable.Range(0, thresholds.Count).MinBy(i =>
        {
            var (hits, wrong) = design.At(thresholds[i]);
            return ClopperPearson.Upper(Math.Min((int)Math.Ceiling(wrong * scale), (int)(hits * scale)), (int)(hits * scale), confidence);
        });
        return thresholds.Skip(begin);
    }

    private static Fault Unshown(Tally all, double rate, double confidence)
    {
        var needed = all.Thresholds(MostThresholds).Select(threshold => PairsNeeded(all, all.At(threshold), rate, confidence)).DefaultIfEmpty(null).Min();
        // Without a pair nothing was seen: as many as would do if every one were a right hit.
        if (all.Pairs == 0) needed = HitsNeeded(0, rate, confidence) * 3L / 2;
        var wayOut = needed is { } count
            ? $"at the rates seen so far about {Math.Max(1, count - all.Pairs):N0} pairs more would do"
            : "at no similarity are the answers right often enough, so more pairs of this kind would not help: another embedding model, or a higher rate, may";
        return Fault.Conflict("semantic-unshown", string.Create(
            CultureInfo.InvariantCulture,
            $"On {all.Pairs:N0} pairs no similarity can be shown to have at most {rate:P1} wrong hits with {confidence:P0} confidence; {wayOut}. Similar questions are not answered from the cache."));
    }

    private static long? PairsNeeded(Tally all, (int Hits, int Wrong) at, double rate, double confidence)
        => HitsNeeded((double)at.Wrong / at.Hits, rate, confidence) is { } hits ? (long)Math.Ceiling(hits * 1.5 * all.Pairs / at.Hits) : null;

    private static int? HitsNeeded(double wrongShare, double rate, double confidence)
    {
        if (wrongShare >= rate) return null;
        var (low, high) = (0, 1);
        while (!Enough(high))
        {
            if (high > MostHitsWorthNaming) return null;
            (low, high) = (high, high * 2);
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (Enough(middle)) high = middle;
            else low = middle;
        }

        return high;

        bool Enough(int hits) => ClopperPearson.Upper((int)Math.Ceiling(wrongShare * hits), hits, confidence) <= rate;
    }

    /// <summary>Pairs by falling similarity, with how many of them are wrong up to each.</summary>
    private sealed class Tally
    {
        private readonly double[] _rising;
        private readonly int[] _wrong;

        public Tally(IEnumerable<ScoredPair> pairs)
        {
            var sorted = pairs.OrderByDescending(pair => pair.Similarity).ToArray();
            _rising = [.. sorted.Select(pair => -pair.Similarity)];
            _wrong = new int[sorted.Length + 1];
            for (var i = 0; i < sorted.Length; i++) _wrong[i + 1] = _wrong[i] + (sorted[i].Same ? 0 : 1);
        }

        public int Pairs => _rising.Length;

        public (int Hits, int Wrong) At(double threshold)
        {
            var (low, high) = (0, _rising.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_rising[middle] <= -threshold) low = middle + 1;
                else high = middle;
            }

            return (low, _wrong[low]);
        }

        /// <summary>Similarities at even steps of the number of hits, the strictest first.</summary>
        public IReadOnlyList<double> Thresholds(int most)
        {
            var step = Math.Max(1, _rising.Length / most);
            return [.. Enumerable.Range(1, _rising.Length / step).Select(i => -_rising[(i * step) - 1]).Distinct()];
        }
    }
}
