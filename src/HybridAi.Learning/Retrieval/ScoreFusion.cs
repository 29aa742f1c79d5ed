using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>One kind of score in a sum.</summary>
/// <param name="Scores">The scores.</param>
/// <param name="Weight">Its weight, not below 0.</param>
/// <param name="Lowest">The lowest that there can be: 0 for BM25, −1 for a similarity.</param>
public readonly record struct WeightedScores(PassageScores Scores, double Weight, float Lowest);

/// <summary>Makes one ranking out of several kinds of scores.</summary>
/// <remarks>Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", section 4: min-max with the lowest score that there can be.</remarks>
public static class ScoreFusion
{
    /// <summary>
    /// The best passages by the weighted sum of scores, each kind stretched so that the lowest there can be is 0 and the highest found 1; a single kind is
    /// taken as it is. The lowest found would do as well for a large collection, but makes nothing of the only passage of a small one.
    /// A passage without any score above 0 is not found.
    /// </summary>
    /// <param name="kinds">The scores and their weights.</param>
    /// <param name="top">How many at most.</param>
    /// <param name="before">Which of two passages of one score stands first: negative for the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<Hit> Top(IReadOnlyList<WeightedScores> kinds, int top, Comparison<Hit> before)
    {
        var used = kinds.Where(kind => kind.Weight > 0).ToArray();
        var (heap, worst) = (new List<Hit>(Math.Min(Math.Max(top, 0), 1024)), float.NegativeInfinity);
        if (top <= 0 || used.Length == 0) return heap;
        var lines = used.Select(kind => used.Length == 1 ? (Lowest: 0f, Slope: 1f) : Line(kind)).ToArray();
        Comparison<Hit> order = (one, other) => one.Score != other.Score ? other.Score.CompareTo(one.Score) : before(one, other);
        for (var part = 0; part < used[0].Scores.Parts; part++)
        {
            var count = used[0].Scores.Of(part).Length;
            for (var passage = 0; passage < count; passage++)
            {
                var (sum, any) = (0f, false);
                for (var kind = 0; kind < used.Length; kind++)
                {
                    var score = used[kind].Scores.Of(part)[passage];
                    any |= score > 0;
                    sum += (score - lines[kind].Lowest) * lines[kind].Slope;
                }

                if (!any || sum < worst) continue;
                Take(heap, new Hit(part, passage, sum), top, order);
                if (heap.Count == top) worst = heap[0].Score;
            }
        }

        heap.Sort(order);
        return heap;
    }

    private static (float Lowest, float Slope) Line(WeightedScores kind)
        => kind.Scores.Highest() is var highest && highest > kind.Lowest ? (kind.Lowest, (float)kind.Weight / (highest - kind.Lowest)) : (0, 0);

    // The worst of those that are kept stands at the root.
    private static void Take(List<Hit> heap, Hit hit, int top, Comparison<Hit> order)
    {
        if (heap.Count == top)
        {
            if (order(hit, heap[0]) >= 0) return;
            heap[0] = hit;
            for (var at = 0; ;)
            {
                var child = 2 * at + 1;
                if (child >= top) return;
                if (child + 1 < top && order(heap[child], heap[child + 1]) < 0) child++;
                if (order(heap[at], heap[child]) >= 0) return;
                (heap[at], heap[child]) = (heap[child], heap[at]);
                at = child;
            }
        }

        heap.Add(hit);
        for (var at = heap.Count - 1; at > 0;)
        {
            var parent = (at - 1) / 2;
            if (order(heap[parent], heap[at]) >= 0) return;
            (heap[at], heap[parent]) = (heap[parent], heap[at]);
            at = parent;
        }
    }
}
