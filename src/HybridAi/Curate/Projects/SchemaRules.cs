namespace HybridAi.Curate.Projects;

/// <summary>What the schema of each kind must hold to: the list of labels, the fields, the scale.</summary>
internal static class SchemaRules
{
    private const int MaxLabels = 1_000;
    private const int MaxExtracted = 100;
    private const int MaxScores = 10_001;
    internal const int MaxDefinitionCharacters = 4_000;

    /// <summary>All rules that the project's schema breaks; a schema of another kind is one.</summary>
    public static IEnumerable<BrokenRule> BrokenBy(Project project)
    {
        var listed = project.Kind.IsOneLabel() || project.Kind == ProjectKind.MultiLabel;
        if (listed)
            foreach (var broken in Labels(project.Labels ?? [])) yield return broken;
        if (!listed && project.Labels is { Count: > 0 }) yield return Foreign("labels");
        if (project.Kind != ProjectKind.MultiLabel && project.Select is not null) yield return Foreign("select");
        if (project.Kind != ProjectKind.Extraction && project.Extract is not null) yield return Foreign("extract");
        if (project.Kind != ProjectKind.Score && project.Score is not null) yield return Foreign("score");
        if (project.Kind != ProjectKind.TabularRegression && project.Target is not null) yield return Foreign("target");
        if (!project.Kind.IsTabular() && project.Columns is not null) yield return Foreign("columns");
        if (project.Kind.IsTabular())
            foreach (var broken in ColumnRules.BrokenBy(project)) yield return broken;
        if (project is { Kind: ProjectKind.MultiLabel, Select: { } count })
            foreach (var broken in Count(count, project.Labels?.Count ?? 0)) yield return broken;
        if (project.Kind == ProjectKind.Extraction)
            foreach (var broken in Extract(project.Extract ?? [])) yield return broken;
        if (project.Kind == ProjectKind.Score)
            foreach (var broken in Scale("score", project.Score)) yield return broken;
        if (project.Kind == ProjectKind.TabularRegression)
            foreach (var broken in Scale("target", project.Target)) yield return broken;

        BrokenRule Foreign(string key) => new(key, $"does not belong to a project of kind '{project.Kind.Name()}'");
    }

    private static IEnumerable<BrokenRule> Count(LabelCount count, int labels)
    {
        if (count.Least < 0 || count.Least > labels) yield return new BrokenRule("select.least", $"is from 0 to {labels}, the number of labels");
        if (count.Most is { } most && (most < 1 || most < count.Least || most > labels))
            yield return new BrokenRule("select.most", $"is from 1 to {labels}, the number of labels, and not below 'select.least'");
    }

    private static IEnumerable<BrokenRule> Extract(IReadOnlyList<FieldDefinition> fields)
    {
        if (fields.Count is 0 or > MaxExtracted) yield return new BrokenRule("extract", $"has 1 to {MaxExtracted} fields, not {fields.Count}");
        foreach (var field in fields.Take(MaxExtracted))
        {
            var key = $"extract.{field?.Name}";
            if (ProjectRules.NameFault(field?.Name) is { } fault)
            {
                yield return new BrokenRule(key, fault);
                continue;
            }

            if (!Enum.IsDefined(field!.Type)) yield return new BrokenRule(key, "has a type that is not known");
            if (field.Definition?.Length > MaxDefinitionCharacters) yield return new BrokenRule(key, $"has a definition of more than {MaxDefinitionCharacters:N0} characters");
            var choices = field.Choices ?? [];
            if (field.Type == FieldType.Choice != choices.Count > 0) yield return new BrokenRule(key, "has choices exactly when its type is 'choice'");
            if (choices.Any(choice => ProjectRules.NameFault(choice) is not null) || choices.Distinct().Count() < choices.Count)
                yield return new BrokenRule(key, "has a choice that is empty, too long or there twice");
        }

        if (fields.Where(field => field is not null).DistinctBy(field => field.Name).Count() < fields.Count) yield return new BrokenRule("extract", "has a field twice");
    }

    private static IEnumerable<BrokenRule> Scale(string key, ScoreScale? scale)
    {
        if (scale is null) yield return new BrokenRule(key, "is missing: lowest and highest");
        else if (scale.Step <= 0) yield return new BrokenRule($"{key}.step", "is above 0");
        else if (scale.Lowest >= scale.Highest) yield return new BrokenRule($"{key}.highest", $"is above '{key}.lowest'");
        else if (Math.Abs(scale.Highest / scale.Step) > MaxScores * 1e6m || Math.Abs(scale.Lowest / scale.Step) > MaxScores * 1e6m || scale.Scores > MaxScores)
            yield return new BrokenRule($"{key}.step", $"makes more than {MaxScores:N0} scores");
        else if (!scale.Holds(scale.Highest)) yield return new BrokenRule($"{key}.highest", "can't be reached in whole steps");
        if (scale?.Low?.Length > MaxDefinitionCharacters || scale?.High?.Length > MaxDefinitionCharacters)
            yield return new BrokenRule(key, $"has a meaning of more than {MaxDefinitionCharacters:N0} characters");
    }

    private static IEnumerable<BrokenRule> Labels(IReadOnlyList<LabelDefinition> labels)
    {
        if (labels.Count < 2) yield return new BrokenRule("labels", $"needs at least 2 labels and has {labels.Count}");
        if (labels.Count > MaxLabels) yield return new BrokenRule("labels", $"has at most {MaxLabels:N0} labels, not {labels.Count:N0}");
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var label in labels.Take(MaxLabels))
        {
            var key = $"labels.{label?.Name}";
            if (ProjectRules.NameFault(label?.Name) is { } fault)
            {
                yield return new BrokenRule(key, fault);
                continue;
            }

            if (!names.TryAdd(label!.Name, label.Name)) yield return new BrokenRule(key, $"differs from '{names[label.Name]}' in nothing but case");
            if (label.Definition?.Length > MaxDefinitionCharacters || label.Guideline?.Length > MaxDefinitionCharacters)
            {
                yield return new BrokenRule(key, $"has a definition or guideline of more than {MaxDefinitionCharacters:N0} characters");
            }
        }
    }
}
