using System.Globalization;
using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Linear;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>One way to fit: a linear model, trees, or the mean of the two.</summary>
/// <param name="Linear">The linear model's settings; null: none.</param>
/// <param name="Trees">The trees' settings; null: none.</param>
internal sealed record TabularCandidate(LinearSettings? Linear, BoostingSettings? Trees)
{
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

    /// <summary>The linear candidates and different trees, as many as the effort allows.</summary>
    public static IReadOnlyList<TabularCandidate> Draw(SearchEffort effort, int rows, int seed)
    {
        var linear = effort.Costs.SelectMany(cost => effort.Bends.Select(curves => new TabularCandidate(new LinearSettings(cost, curves), null)));
        var chance = new Random(seed);
        var trees = new HashSet<BoostingSettings>();
        while (trees.Count < effort.Trees) trees.Add(BoostingSettings.Draw(chance, rows, effort.Rate));
        return [.. linear, .. trees.Select(one => new TabularCandidate(null, one))];
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
