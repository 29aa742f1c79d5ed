using System.Globalization;
using HybridAi.Learning.Tabular;

namespace HybridAi.Learn.Evaluation;

/// <summary>Rows as a trainer takes them.</summary>
/// <param name="Rows">The inputs.</param>
/// <param name="Targets">Places among the labels, or numbers.</param>
/// <param name="Groups">The group of each row; null: each stands for itself.</param>
internal sealed record TabularPart(TabularRows Rows, IReadOnlyList<double> Targets, IReadOnlyList<int>? Groups)
{
    public IReadOnlyList<int> Labels => [.. Targets.Select(target => (int)target)];

    public TabularPart Of(IReadOnlyList<int> rows) => new(
        Rows with { Cells = [.. rows.Select(row => Rows.Cells[row])] }, [.. rows.Select(row => Targets[row])],
        Groups is null ? null : [.. rows.Select(row => Groups[row])]);
}

/// <summary>Files laid out for training and judging.</summary>
/// <param name="Labels">The labels; null where the target is a number.</param>
/// <param name="Train">Rows to train on.</param>
/// <param name="Test">Rows to judge on; null where the training rows are parted for that.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record TabularProblem(IReadOnlyList<string>? Labels, TabularPart Train, TabularPart? Test, IReadOnlyList<string> Notes)
{
    private const int FewestRows = 20;
    private const int FewNumbers = 20;

    /// <summary>Lays out the files, or says what stands in the way and where.</summary>
    public static Outcome<TabularProblem> Of(TabularFile train, TabularFile? test, TabularEvaluationSettings settings)
    {
        if (!train.Place(settings.Target).Succeeded(out var target, out var fault)) return fault;
        var without = new HashSet<int> { target };
        foreach (var name in (settings.LeftOut ?? []).Append(settings.Group).OfType<string>())
        {
            if (!train.Place(name).Succeeded(out var place, out fault)) return fault;
            if (place == target) return Fault.BadInput("target-left-out", $"The column '{name}' is the target: it can't be left out or be the group as well.");
            without.Add(place);
        }

        if (train.Rows.Count < FewestRows)
            return Fault.BadInput("too-few-rows", $"{train.Rows.Count} rows are too few to learn from and judge by: at least {FewestRows} are needed.", train.Path);
        if (WithoutTarget(train, target) is { } unfilled) return unfilled;
        var labels = settings.Task == TabularTask.Regression || (settings.Task == TabularTask.Auto && IsNumber(train, target)) ? null : LabelsOf(train, target);
        if (labels is not null && Unfit(labels, train, target) is { } unfit) return unfit;
        var columns = TabularColumns.Infer(train, without);
        if (columns.Kept.Count == 0)
            return Fault.BadInput("no-inputs", $"No column is left to learn from. {string.Join(" ", columns.Notes)}".TrimEnd(), train.Path);
        if (!Part(train, settings, columns, labels).Succeeded(out var learnt, out fault)) return fault;
        if (learnt.Groups?.Distinct().Take(2).Count() == 1)
            return Fault.BadInput("one-group", "All rows are of one group: nothing can be held out.", $"{train.Path}, column '{settings.Group}'");
        if (test is null) return new TabularProblem(labels, learnt, null, columns.Notes);
        if (Missing(train, test, columns) is { } missing) return missing;
        if (!Part(test, settings with { Group = null }, Moved(columns, train, test), labels).Succeeded(out var judged, out fault)) return fault;
        return new TabularProblem(labels, learnt, judged, columns.Notes);
    }

    private static Fault? WithoutTarget(TabularFile file, int target)
    {
        for (var row = 0; row < file.Rows.Count; row++)
            if (file.Rows[row].Cells[target] is null)
                return Fault.BadInput("value-missing", "The row has no value here.", file.PlaceOf(row, target));
        return null;
    }

    private static bool IsNumber(TabularFile file, int target)
    {
        var cells = file.Rows.Select(row => row.Cells[target]).OfType<string>().Distinct().ToList();
        return cells.TrueForAll(cell => TabularColumns.IsNumber(cell, out _))
            && (cells.Count > FewNumbers || cells.Exists(cell => !double.IsInteger(double.Parse(cell, CultureInfo.InvariantCulture))));
    }

    private static List<string> LabelsOf(TabularFile file, int target) =>
        [.. file.Rows.Select(row => row.Cells[target]).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static Fault? Unfit(List<string> labels, TabularFile file, int target)
    {
        var place = $"{file.Path}, column '{file.Columns[target]}'";
        if (labels.Count < 2) return Fault.BadInput("one-label", "The target is the same in all rows: there is nothing to learn.", place);
        return labels.Count * 2 > file.Rows.Count
            ? Fault.BadInput("too-many-labels", $"The target has {labels.Count} different values in {file.Rows.Count} rows: no label can be learnt from so few rows.", place)
            : null;
    }

    private static Outcome<TabularPart> Part(TabularFile file, TabularEvaluationSettings settings, TabularColumns columns, IReadOnlyList<string>? labels)
    {
        if (!file.Place(settings.Target).Succeeded(out var target, out var fault)) return fault;
        var places = labels?.Index().ToDictionary(label => label.Item, label => label.Index);
        if (WithoutTarget(file, target) is { } unfilled) return unfilled;
        var targets = new double[file.Rows.Count];
        for (var row = 0; row < targets.Length; row++)
        {
            var cell = file.Rows[row].Cells[target]!;
            if (places is null && !TabularColumns.IsNumber(cell, out targets[row]))
                return Fault.BadInput("target-not-number", "The target is a number, this value is not.", file.PlaceOf(row, target));
            if (places is null) continue;
            if (!places.TryGetValue(cell, out var label))
                return Fault.BadInput("label-never-trained", $"The label '{cell}' occurs in no training row.", file.PlaceOf(row, target));
            targets[row] = label;
        }

        foreach (var column in columns.Kept.Where(column => column is { Column.Kind: ColumnKind.Number, Part: null }))
            for (var row = 0; row < targets.Length; row++)
                if (file.Rows[row].Cells[column.Source] is { } cell && !TabularColumns.IsNumber(cell, out _))
                    return Fault.BadInput("value-not-number", "All training rows have a number here, this value is none.", file.PlaceOf(row, column.Source));
        IReadOnlyList<int>? groups = null;
        if (settings.Group is { } name && file.Place(name).Succeeded(out var group, out _)) groups = GroupsOf(file, group);
        return new TabularPart(
            new([.. columns.Kept.Select(column => column.Column)], [.. file.Rows.Select(row => Cells(row, columns))]), targets, groups);
    }

    private static IReadOnlyList<string?> Cells(TabularFileRow row, TabularColumns columns) =>
        [.. columns.Kept.Select(column => column.Read(row.Cells[column.Source]))];

    // Rows without a group stand for themselves.
    private static int[] GroupsOf(TabularFile file, int column)
    {
        var numbers = new Dictionary<string, int>();
        return
        [
            .. file.Rows.Select((row, place) =>
            {
                var name = row.Cells[column] ?? string.Create(CultureInfo.InvariantCulture, $"\0{place}");
                numbers.TryAdd(name, numbers.Count);
                return numbers[name];
            }),
        ];
    }

    private static Fault? Missing(TabularFile train, TabularFile test, TabularColumns columns)
    {
        var missing = columns.Kept.Select(column => train.Columns[column.Source]).Distinct().Except(test.Columns).Select(name => $"'{name}'").ToList();
        return missing.Count == 0
            ? null
            : Fault.BadInput(
                "columns-differ", $"The file lacks columns that the model is trained on: {string.Join(", ", missing)}. Do the two files have the same header?",
                test.Path);
    }

    private static TabularColumns Moved(TabularColumns columns, TabularFile from, TabularFile to)
    {
        var places = to.Columns.Index().ToDictionary(column => column.Item, column => column.Index);
        return columns with { Kept = [.. columns.Kept.Select(column => column with { Source = places[from.Columns[column.Source]] })] };
    }
}
