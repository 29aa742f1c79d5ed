namespace HybridAi.Learning.Routing;

/// <summary>How a family of policies is shown rows that it has not learned from.</summary>
public enum Showing
{
    /// <summary>
    /// Each row is judged by policies that were made without its fold, and what goes live is made from all rows in the same way. Every row is evidence; that the
    /// final policy is no worse than those made from fewer rows is assumed, not shown.
    /// </summary>
    CrossFitted,

    /// <summary>The policies are made without fold 0 and judged on fold 0 alone; what goes live is exactly what was judged.</summary>
    HeldOut,
}

/// <summary>
/// An ordered family of policies, from safe to cheap, each judged on rows that it has not learned from. Nothing of a row decides how it is judged: not the
/// student's fit, not what its tiers' words count, not which tiers are used, not where the scale of reliability is cut.
/// </summary>
public sealed class PolicyFamily
{
    private readonly PolicyPath _final;

    private PolicyFamily(PolicyPath final, int[] judged, PolicyOutcome[][] outcomes) => (_final, Judged, Outcomes) = (final, judged, outcomes);

    /// <summary>How many policies there are.</summary>
    public static int Places => PolicyPath.Worths.Length;

    /// <summary>The rows that judge.</summary>
    public int[] Judged { get; }

    /// <summary>By policy, in the order of <see cref="Judged"/>: what became of the row.</summary>
    public PolicyOutcome[][] Outcomes { get; }

    /// <summary>What one call of the reference is worth, in right answers, to the policy at a place.</summary>
    public static double Worth(int place) => PolicyPath.Worths[place];

    /// <summary>Makes the family. The same rows make the same family, however many threads work on it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="reference">The tier whose price is the unit of money.</param>
    /// <param name="showing">How rows are kept from those that judge.</param>
    /// <param name="allowed">Which sets of tiers may be used, such as those that are fast enough; null: all.</param>
    /// <param name="progress">Told how many of the paths are made.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ArgumentException">There are fewer than three folds: with one hidden, no row could be read by what did not count it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PolicyFamily Make(
        RoutingRows rows, int reference, Showing showing, Func<int[], bool>? allowed, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (rows.Folds < 3) throw new ArgumentException($"{rows.Folds} folds; at least 3 are needed.", nameof(rows));
        int[] views = showing == Showing.HeldOut ? [0] : [.. Enumerable.Range(0, rows.Folds + 1)];
        var paths = new PolicyPath[views.Length];
        var made = 0;
        Parallel.For(0, views.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            paths[i] = PolicyPath.Make(rows, views[i], reference, allowed ?? (_ => true), cancellation);
            progress?.Report((double)Interlocked.Increment(ref made) / views.Length);
        });
        int[] judged = [.. Enumerable.Range(0, rows.Count).Where(row => showing == Showing.CrossFitted || rows.Fold[row] == 0)];
        var outcomes = Enumerable.Range(0, Places).Select(place => Array.ConvertAll(judged, row => paths[rows.Fold[row]].Walk(place, row))).ToArray();
        return new(paths[^1], judged, outcomes);
    }

    /// <summary>Mean cost of the policy at a place, on the rows that judge it.</summary>
    public double CostOf(int place) => Outcomes[place].Average(end => end.Cost);

    /// <summary>The policy at a place, as it would go live.</summary>
    public RoutingPolicy Policy(int place) => _final.Policy(place);
}

/// <summary>What became of one row under one policy that has not learned from it.</summary>
/// <param name="Belief">The answer and how reliable it seemed.</param>
/// <param name="Right">Whether it is right.</param>
/// <param name="Cost">What all asked tiers cost.</param>
/// <param name="Asked">The asked tiers, one bit each.</param>
public readonly record struct PolicyOutcome(Belief Belief, bool Right, double Cost, int Asked);
