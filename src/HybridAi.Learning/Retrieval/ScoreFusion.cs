using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>Makes one ranking out of several kinds of scores.</summary>
public static class ScoreFusion
{
    /// <summary>
    /// The best passages by the weighted sum of scores, each kind stretched so that its lowest is 0 and its highest 1; a single kind is taken as it is.
    /// A passage without any score above 0 is not found.
    /// </summary>
    /// <param name="kinds">The scores and their weights, not below 0.</param>
    /// <param name="top">How many at most.</param>
    /// <param name="before">Which of two passages of one score stands first: negative for the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<Hit> Top(IReadOnlyList<(PassageScores Scores, double Weight)> kinds, int top, Comparison<Hit> before)
    {
        var used = kinds.Where(kind => kind.Weight > 0).ToArray();
        var (heap, worst) = (new List<Hit>(Math.Min(Math.Max(top, 0), 1024)), float.NegativeInfinity);
        if (top <= 0 || used.Length == 0) return heap;
        var lines = used.Select(kind => used.Length == 1 ? (Lowest: 0f, Slope: 1f) : Line(kind.Scores.Range(), kind.Weight)).ToArray();
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

    private static (float Lowest, float Slope) Line((float Lowest, float Highest) range, double weight)
        => range.Highest > range.Lowest ? (range.Lowest, (float)weight / (range.Highest - range.Lowest)) : (0, 0);

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
