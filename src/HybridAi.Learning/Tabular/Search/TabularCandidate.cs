using System.Globalization;
using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Linear;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>One way to fit: a linear model, trees, or the mean of the two.</summary>
/// <param name="Linear">The linear model's settings; null: none.</param>
/// <param name="Trees">The trees' settings; null: none.</param>
internal sealed record TabularCandidate(LinearSettings? Linear, BoostingSettings? Trees)
{
    private const double MuchWork = 2e6;
    private const int FewestTrees = 2;

    /// <summary>The trainer's name.</summary>
    public string Trainer => (Linear, Trees) switch
    {
        ({ }, { }) => "linear-and-trees",
        ({ }, _) => "linear",
        _ => "boosted-trees",
    };

    /// <summary>How much there is to understand: straight lines, curves, trees, both.</summary>
    public int Complexity => (Linear, Trees) switch
    {
        ({ Curves: false }, null) => 0,
        ({ }, null) => 1,
        (null, _) => 2,
        _ => 3,
    };

    /// <summary>The settings by name.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Linear is { } linear)
        {
            settings["cost"] = Text(linear.Cost);
            settings["curves"] = linear.Curves ? "true" : "false";
        }

        if (Trees is not { } trees) return settings;
        settings["leaves"] = Text(trees.Leaves);
        settings["rate"] = Text(trees.Rate);
        settings["leafRows"] = Text(trees.LeafRows);
        settings["penalty"] = Text(trees.Penalty);
        settings["rowShare"] = Text(trees.RowShare);
        settings["featureShare"] = Text(trees.FeatureShare);
        return settings;
    }

    /// <summary>The linear candidates and as many different trees as asked for.</summary>
    /// <remarks>Where rows, columns and labels are so many that a fit takes long, fewer trees are tried and they take longer steps.</remarks>
    public static IReadOnlyList<TabularCandidate> Draw(TableTarget target, int columns, TabularSettings settings)
    {
        double[] costs = [0.01, 0.03, 0.1, 0.3, 1, 3];
        bool[] bends = [false, true];
        var linear = costs.SelectMany(cost => bends.Select(curves => new TabularCandidate(new LinearSettings(cost, curves), null)));
        var chance = new Random(settings.Seed);
        var work = (double)target.Values.Length * columns * target.Outputs;
        var count = Math.Min(settings.TreeCandidates, Math.Max(FewestTrees, (int)(settings.TreeCandidates * MuchWork / work)));
        var trees = new HashSet<BoostingSettings>();
        while (trees.Count < count) trees.Add(BoostingSettings.Draw(chance, target.Values.Length, work > MuchWork));
        return [.. linear, .. trees.Select(one => new TabularCandidate(null, one))];
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
