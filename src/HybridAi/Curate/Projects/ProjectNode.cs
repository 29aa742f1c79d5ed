using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Curate.Projects;

/// <summary>A project file's tree: takes the values out and keeps the line of every key for what is to be said about it.</summary>
internal sealed class ProjectNode(YamlMappingNode root, string place)
{
    private static readonly string[] Needed = ["name", "kind"];
    private static readonly string[] ScaleNeeds = ["lowest", "highest"];

    private readonly List<(long Line, string Reason)> _faults = [];
    private readonly Dictionary<string, long> _lines = [];

    public Outcome<Project> ToProject()
    {
        var keys = Keys(root, "", "name", "kind", "text", "label", "id", "fields", "guideline", "labels", "select", "extract", "score", "columns", "target", "split");
        var kind = ProjectKinds.Find(Text(keys, "kind"));
        if (kind is null && Text(keys, "kind") is { } unknown) Add("kind", $"'{unknown}' is no kind of project that is built; {ProjectKinds.Names} are");
        var input = kind?.IsTabular() == true ? "columns" : "text";
        foreach (var key in Needed.Append(input).Where(key => !keys.ContainsKey(key))) Add("", $"'{key}' is missing");
        var project = new Project(
            Text(keys, "name") ?? "",
            kind ?? ProjectKind.TextClassification,
            Text(keys, "text") ?? "",
            Text(keys, "label"),
            Text(keys, "id"),
            Names(keys, "fields"),
            Text(keys, "guideline")?.Trim(),
            keys.TryGetValue("labels", out var labels) ? Labels(labels) : [],
            keys.TryGetValue("split", out var split) ? Split(split) : new SplitShares())
        {
            Select = keys.TryGetValue("select", out var select) ? Select(select) : null,
            Extract = keys.TryGetValue("extract", out var extract) ? Extract(extract) : null,
            Score = keys.TryGetValue("score", out var score) ? Scale("score", score) : null,
            Columns = keys.TryGetValue("columns", out var columns) ? Columns(columns) : null,
            Target = keys.TryGetValue("target", out var target) ? Scale("target", target) : null,
        };

        // Which schema belongs to a kind can only be said of a kind that is known.
        foreach (var (key, reason) in ProjectRules.BrokenBy(project).Where(broken => !IsSaid(broken.Key) && (kind is not null || !ProjectKinds.Schemas.Contains(broken.Key)))) Add(key, $"'{key}' {reason}");
        return _faults.Count == 0 ? project : AllFaults();
    }

    // A key of which something is wrong already, such as that it is missing, breaks rules only because of that.
    private bool IsSaid(string key) => _faults.Exists(fault => fault.Reason.StartsWith($"'{key}' ", StringComparison.Ordinal));

    private Fault AllFaults()
    {
        var sorted = _faults.OrderBy(fault => fault.Line).ToList();
        return sorted is [var only]
            ? Fault.BadInput("project-invalid", $"{only.Reason}.", $"{place}:{only.Line}")
            : Fault.BadInput("project-invalid", string.Join(" ", sorted.Select(fault => $"Line {fault.Line}: {fault.Reason}.")), place);
    }

    // The mapping's values by key; a key that is not known is a fault, for a misspelt one would be passed over unseen.
    private Dictionary<string, YamlNode> Keys(YamlMappingNode mapping, string path, params string[] known)
    {
        var keys = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            var name = key is YamlScalarNode scalar ? scalar.Value ?? "" : key.ToString();
            _lines[path + name] = key.Start.Line;
            if (known.Length == 0 || known.Contains(name)) keys[name] = value;
            else Add(path + name, $"'{path}{name}' is not known here; known are {string.Join(", ", known)}");
        }

        return keys;
    }

    private string? Text(Dictionary<string, YamlNode> keys, string key, string path = "")
    {
        if (!keys.TryGetValue(key, out var node)) return null;
        if (node is YamlScalarNode scalar) return IsNull(scalar) ? null : scalar.Value;
        Add(path + key, $"'{path}{key}' is a text");
        return null;
    }

    private List<string> Names(Dictionary<string, YamlNode> keys, string key, string path = "")
    {
        if (!keys.TryGetValue(key, out var node) || node is YamlScalarNode scalar && IsNull(scalar)) return [];
        if (node is YamlSequenceNode list && list.Children.All(child => child is YamlScalarNode))
        {
            return [.. list.Children.Cast<YamlScalarNode>().Select(child => child.Value ?? "")];
        }

        Add(path + key, $"'{path}{key}' is a list of names");
        return [];
    }

    private List<LabelDefinition> Labels(YamlNode node)
    {
        if (node is YamlMappingNode mapping) return [.. Keys(mapping, "labels.").Select(label => LabelOf(label.Key, label.Value))];
        Add("labels", "'labels' is a mapping from each label's name to its definition");
        return [];
    }

    private LabelDefinition LabelOf(string name, YamlNode node)
    {
        var path = $"labels.{name}";
        if (node is YamlScalarNode scalar) return new LabelDefinition(name, IsNull(scalar) ? "" : scalar.Value!.Trim());
        if (node is YamlMappingNode mapping)
        {
            var keys = Keys(mapping, $"{path}.", "definition", "guideline");
            return new LabelDefinition(name, Text(keys, "definition", $"{path}.")?.Trim() ?? "", Text(keys, "guideline", $"{path}.")?.Trim());
        }

        Add(path, $"'{path}' is a definition, or a mapping with definition and guideline");
        return new LabelDefinition(name, "");
    }

    private SplitShares Split(YamlNode node)
    {
        var shares = new SplitShares();
        if (node is not YamlMappingNode mapping)
        {
            Add("split", "'split' is a mapping with calibration, test and seed");
            return shares;
        }

        var keys = Keys(mapping, "split.", "calibration", "test", "seed");
        return new SplitShares(
            (double)Number(keys, "split.", "calibration", (decimal)shares.Calibration), (double)Number(keys, "split.", "test", (decimal)shares.Test),
            Whole(keys, "split.", "seed") ?? shares.Seed);
    }

    private LabelCount Select(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add("select", "'select' is a mapping with least and most");
            return new LabelCount();
        }

        var keys = Keys(mapping, "select.", "least", "most");
        return new LabelCount(Whole(keys, "select.", "least") ?? 0, Whole(keys, "select.", "most"));
    }

    private ScoreScale Scale(string name, YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(name, $"'{name}' is a mapping with lowest, highest, step, low and high");
            return new ScoreScale(0, 1);
        }

        var path = $"{name}.";
        var keys = Keys(mapping, path, "lowest", "highest", "step", "low", "high");
        foreach (var key in ScaleNeeds.Where(key => !keys.ContainsKey(key))) Add(name, $"'{path}{key}' is missing");
        return new ScoreScale(
            Number(keys, path, "lowest", 0), Number(keys, path, "highest", 1), Number(keys, path, "step", 1), Text(keys, "low", path)?.Trim() ?? "",
            Text(keys, "high", path)?.Trim() ?? "");
    }

    private List<ColumnDefinition> Columns(YamlNode node)
    {
        if (node is YamlMappingNode mapping) return [.. Keys(mapping, "columns.").Select(column => ColumnOf(column.Key, column.Value))];
        Add("columns", "'columns' is a mapping from each column's name to its type, or to type, definition and required");
        return [];
    }

    private ColumnDefinition ColumnOf(string name, YamlNode node)
    {
        var path = $"columns.{name}";
        if (node is YamlScalarNode scalar) return new ColumnDefinition(name, Type<ColumnType>(path, IsNull(scalar) ? "" : scalar.Value!));
        if (node is not YamlMappingNode mapping)
        {
            Add(path, $"'{path}' is a type, or a mapping with type, definition and required");
            return new ColumnDefinition(name, ColumnType.Text);
        }

        var keys = Keys(mapping, $"{path}.", "type", "definition", "required");
        if (!keys.ContainsKey("type")) Add(path, $"'{path}.type' is missing");
        return new ColumnDefinition(
            name, Type<ColumnType>($"{path}.type", Text(keys, "type", $"{path}.") ?? "text"), Text(keys, "definition", $"{path}.")?.Trim() ?? "", Truth(keys, path, "required"));
    }

    private List<FieldDefinition> Extract(YamlNode node)
    {
        if (node is YamlMappingNode mapping) return [.. Keys(mapping, "extract.").Select(field => FieldOf(field.Key, field.Value))];
        Add("extract", "'extract' is a mapping from each field's name to its type and definition");
        return [];
    }

    private FieldDefinition FieldOf(string name, YamlNode node)
    {
        var path = $"extract.{name}";
        if (node is not YamlMappingNode mapping)
        {
            Add(path, $"'{path}' is a mapping with type, definition, required and choices");
            return new FieldDefinition(name, FieldType.Text, "", false, []);
        }

        var keys = Keys(mapping, $"{path}.", "type", "definition", "required", "choices");
        var type = Type<FieldType>($"{path}.type", Text(keys, "type", $"{path}.") ?? "text");
        return new FieldDefinition(name, type, Text(keys, "definition", $"{path}.")?.Trim() ?? "", Truth(keys, path, "required"), Names(keys, "choices", $"{path}."));
    }

    private T Type<T>(string key, string said)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        if (Array.IndexOf(names, said.ToLowerInvariant()) is >= 0 and var place) return Enum.GetValues<T>()[place];
        Add(key, $"'{key}' is {string.Join(", ", names[..^1])} or {names[^1]}, not '{said}'");
        return default;
    }

    private bool Truth(Dictionary<string, YamlNode> keys, string path, string key)
    {
        var said = Text(keys, key, $"{path}.");
        if (said is not (null or "true" or "false")) Add($"{path}.{key}", $"'{path}.{key}' is true or false");
        return said == "true";
    }

    private decimal Number(Dictionary<string, YamlNode> keys, string path, string key, decimal otherwise)
    {
        if (!keys.ContainsKey(key)) return otherwise;
        if (decimal.TryParse(Text(keys, key, path), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        Add($"{path}{key}", $"'{path}{key}' is a number");
        return otherwise;
    }

    private int? Whole(Dictionary<string, YamlNode> keys, string path, string key)
    {
        if (!keys.ContainsKey(key)) return null;
        if (int.TryParse(Text(keys, key, path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Add($"{path}{key}", $"'{path}{key}' is a whole number");
        return null;
    }

    private static bool IsNull(YamlScalarNode scalar)
        => scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private void Add(string key, string reason) => _faults.Add((_lines.GetValueOrDefault(key, 1), reason));
}
