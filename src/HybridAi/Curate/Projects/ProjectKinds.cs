namespace HybridAi.Curate.Projects;

/// <summary>The kinds as project files name them.</summary>
internal static class ProjectKinds
{
    /// <summary>The keys of the schemas: each kind has its own.</summary>
    public static readonly IReadOnlySet<string> Schemas = new HashSet<string> { "labels", "select", "extract", "score", "columns", "target" };

    private static readonly Dictionary<string, ProjectKind> ByName = new(StringComparer.Ordinal)
    {
        ["text-classification"] = ProjectKind.TextClassification,
        ["multi-label"] = ProjectKind.MultiLabel,
        ["extraction"] = ProjectKind.Extraction,
        ["score"] = ProjectKind.Score,
        ["tabular-classification"] = ProjectKind.TabularClassification,
        ["tabular-regression"] = ProjectKind.TabularRegression,
    };

    /// <summary>All names, for a person.</summary>
    public static string Names => string.Join(", ", ByName.Keys.Select(name => $"'{name}'"));

    /// <summary>The kind of this name; null where there is none.</summary>
    public static ProjectKind? Find(string? name) => name is not null && ByName.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>The kind's name.</summary>
    public static string Name(this ProjectKind kind) => ByName.First(pair => pair.Value == kind).Key;

    /// <summary>Whether the input is a row of columns rather than a text.</summary>
    public static bool IsTabular(this ProjectKind kind) => kind is ProjectKind.TabularClassification or ProjectKind.TabularRegression;

    /// <summary>Whether the answer is one label of the list.</summary>
    public static bool IsOneLabel(this ProjectKind kind) => kind is ProjectKind.TextClassification or ProjectKind.TabularClassification;

    /// <summary>The fault of a stage that does not cover the project's kind; null where it does.</summary>
    /// <param name="project">The project.</param>
    /// <param name="stage">The stage in a verb's words: <c>training</c>.</param>
    /// <param name="covered">The kinds that it covers.</param>
    public static Fault? NotCovered(Project project, string stage, params ReadOnlySpan<ProjectKind> covered)
    {
        if (covered.Contains(project.Kind)) return null;
        var names = string.Join(" and ", covered.ToArray().Select(kind => $"'{kind.Name()}'"));
        return Fault.Conflict(
            "kind-not-covered", $"'{project.Name}' is of kind '{project.Kind.Name()}': its labels can be made, reviewed and frozen; {stage} covers {names} only.");
    }
}
