using System.Text.RegularExpressions;

namespace HybridAi.Curate.Projects;

/// <summary>What a rule found wrong.</summary>
/// <param name="Key">The key of the project file that it is about, such as <c>labels.spam</c>.</param>
/// <param name="Reason">What is wrong, in words that follow the key's name.</param>
internal readonly record struct BrokenRule(string Key, string Reason);

/// <summary>What every project must hold to, whether it came as a file or through the API.</summary>
internal static partial class ProjectRules
{
    private const int MaxNameCharacters = 200;
    private const int MaxFields = 1_000;
    private const int MaxGuidelineCharacters = 50_000;
    private const double LeastTrainShare = 0.2;

    /// <summary>All rules that the project breaks; expects that JSON may have left anything null.</summary>
    public static IEnumerable<BrokenRule> BrokenBy(Project project)
    {
        if (!NamePattern().IsMatch(project.Name ?? ""))
        {
            yield return new BrokenRule("name", "is 1 to 64 lower-case letters, digits and dashes, and begins with no dash");
        }

        if (!Enum.IsDefined(project.Kind)) yield return new BrokenRule("kind", $"is one of {ProjectKinds.Names}");
        foreach (var broken in Fields(project)) yield return broken;
        foreach (var broken in SchemaRules.BrokenBy(project)) yield return broken;
        foreach (var broken in Split(project.Split ?? new SplitShares())) yield return broken;
        if (project.Guideline?.Length > MaxGuidelineCharacters)
        {
            yield return new BrokenRule("guideline", $"has at most {MaxGuidelineCharacters:N0} characters");
        }
    }

    private static IEnumerable<BrokenRule> Fields(Project project)
    {
        if (project.Kind.IsTabular() && !string.IsNullOrEmpty(project.TextField))
            yield return new BrokenRule("text", $"does not belong to a project of kind '{project.Kind.Name()}': its input is 'columns'");
        if (!project.Kind.IsTabular() && NameFault(project.TextField) is { } text) yield return new BrokenRule("text", text);
        if (project.LabelField is not null && NameFault(project.LabelField) is { } label) yield return new BrokenRule("label", label);
        if (project.IdField is not null && NameFault(project.IdField) is { } id) yield return new BrokenRule("id", id);
        if (project.LabelField is not null && project.LabelField == project.TextField)
        {
            yield return new BrokenRule("label", "is another field than 'text'");
        }

        if (project.IdField is not null && (project.IdField == project.TextField || project.IdField == project.LabelField))
        {
            yield return new BrokenRule("id", project.Kind.IsTabular() ? "is another field than 'label'" : "is another field than 'text' and 'label'");
        }

        var fields = project.Fields ?? [];
        if (fields.Count > MaxFields) yield return new BrokenRule("fields", $"has at most {MaxFields:N0} names");
        if (fields.Any(field => NameFault(field) is not null)) yield return new BrokenRule("fields", "holds a name that is empty or too long");
        if (fields.Distinct().Count() < fields.Count) yield return new BrokenRule("fields", "holds a name twice");
    }

    private static IEnumerable<BrokenRule> Split(SplitShares split)
    {
        foreach (var (key, share) in new[] { ("split.calibration", split.Calibration), ("split.test", split.Test) })
        {
            if (!(share is > 0 and < 1)) yield return new BrokenRule(key, "is a share between 0 and 1");
        }

        // Shares as people write them, such as 0.4 and 0.4, must not fail by a rounding error.
        if (1 - split.Calibration - split.Test < LeastTrainShare - 1e-9)
        {
            yield return new BrokenRule("split", $"leaves less than {LeastTrainShare:P0} of the records for training");
        }
    }

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? NameFault(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "is empty";
        if (name.Length > MaxNameCharacters) return $"has more than {MaxNameCharacters} characters";
        if (name != name.Trim()) return "begins or ends with white space";
        return name.Any(char.IsControl) ? "holds a line break or another control character" : null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex NamePattern();
}
