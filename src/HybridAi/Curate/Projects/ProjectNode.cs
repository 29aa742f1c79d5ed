using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Curate.Projects;

/// <summary>A project file's tree: takes the values out and keeps the line of every key for what is to be said about it.</summary>
internal sealed class ProjectNode(YamlMappingNode root, string place)
{
    private const string Kind = "text-classification";
    private static readonly string[] Needed = ["name", "kind", "text", "labels"];

    private readonly List<(long Line, string Reason)> _faults = [];
    private readonly Dictionary<string, long> _lines = [];

    public Outcome<Project> ToProject()
    {
        var keys = Keys(root, "", "name", "kind", "text", "label", "id", "fields", "guideline", "labels", "split");
        if (Text(keys, "kind") is { } kind && kind != Kind) Add("kind", $"'{kind}' is no kind of project that is built; '{Kind}' is");
        foreach (var key in Needed.Where(key => !keys.ContainsKey(key))) Add("", $"'{key}' is missing");
        var project = new Project(
            Text(keys, "name") ?? "",
            ProjectKind.TextClassification,
            Text(keys, "text") ?? "",
            Text(keys, "label"),
            Text(keys, "id"),
            Names(keys, "fields"),
            Text(keys, "guideline")?.Trim(),
            keys.TryGetValue("labels", out var labels) ? Labels(labels) : [],
            keys.TryGetValue("split", out var split) ? Split(split) : new SplitShares());

        foreach (var (key, reason) in ProjectRules.BrokenBy(project).Where(broken => !IsSaid(broken.Key))) Add(key, $"'{key}' {reason}");
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

    private List<string> Names(Dictionary<string, YamlNode> keys, string key)
    {
        if (!keys.TryGetValue(key, out var node) || node is YamlScalarNode scalar && IsNull(scalar)) return [];
        if (node is YamlSequenceNode list && list.Children.All(child => child is YamlScalarNode))
        {
            return [.. list.Children.Cast<YamlScalarNode>().Select(child => child.Value ?? "")];
        }

        Add(key, $"'{key}' is a list of names");
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
            Number(keys, "calibration", shares.Calibration), Number(keys, "test", shares.Test), (int)Number(keys, "seed", shares.Seed, whole: true));
    }

    private double Number(Dictionary<string, YamlNode> keys, string key, double otherwise, bool whole = false)
    {
        if (!keys.ContainsKey(key)) return otherwise;
        var text = Text(keys, key, "split.");
        if (whole && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return integer;
        if (!whole && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        Add($"split.{key}", $"'split.{key}' is a {(whole ? "whole " : "")}number");
        return otherwise;
    }

    private static bool IsNull(YamlScalarNode scalar)
        => scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private void Add(string key, string reason) => _faults.Add((_lines.GetValueOrDefault(key, 1), reason));
}
