using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>Which rows are trained on and which judged, round by round.</summary>
/// <param name="JudgedOn">As the report says it.</param>
/// <param name="Rounds">Rows to train on and rows to judge.</param>
internal sealed record TabularPlan(string JudgedOn, IReadOnlyList<(TabularPart Learnt, TabularPart Held)> Rounds)
{
    private const int Folds = 5;
    private const int ManyRows = 5_000;

    /// <summary>The test file in one round; without one every fold in turn, of many rows the first one alone.</summary>
    public static Outcome<TabularPlan> Of(TabularProblem problem, int seed)
    {
        if (problem.Test is { } test) return new TabularPlan("test-file", [(problem.Train, test)]);
        var train = problem.Train;
        var folds = HeldOutFolds.Deal(train.Targets, problem.Labels?.Count ?? 0, train.Groups, Folds, seed);
        var few = train.Targets.Count < ManyRows;
        var rounds = new List<(TabularPart Learnt, TabularPart Held)>();
        foreach (var held in few ? folds : folds.Take(1))
        {
            var judged = held.ToHashSet();
            var learnt = train.Of([.. Enumerable.Range(0, train.Targets.Count).Where(row => !judged.Contains(row))]);
            if (problem.Labels is not null && learnt.Targets.Distinct().Take(2).Count() < 2)
                return Fault.BadInput("label-too-rare", "Without the rows that are held out for judging only one label is left: give more rows, or a --test file.");
            if (learnt.Groups?.Distinct().Take(2).Count() < 2)
                return Fault.BadInput("too-few-groups", "Without the group that is held out for judging only one is left: give more groups, or a --test file.");
            rounds.Add((learnt, train.Of(held)));
        }

        return new TabularPlan(few ? "held-out-folds" : "held-out-fifth", rounds);
    }
}
