using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Llm.Prompts;

/// <summary>
/// Reads one prompt file in Semantic Kernel's YAML schema, as strictly as its <c>KernelFunctionYaml</c>: a key that it would not take is a
/// fault here as well. The version therefore stands in the first line's comment, <c># version: 1</c>.
/// </summary>
internal static partial class PromptFile
{
    private static readonly string[] TopKeys =
        ["name", "description", "template_format", "template", "input_variables", "output_variable", "execution_settings"];

    private static readonly string[] VariableKeys = ["name", "description", "default", "is_required", "json_schema"];

    /// <summary>The prompt, or all that is wrong with the file.</summary>
    public static Outcome<Prompt> Read(string path) => Read(path, named: true);

    /// <summary>The prompt, or all that is wrong with the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="named">Whether the file has the prompt's name, as in a library; another version may lie under any name.</param>
    public static Outcome<Prompt> Read(string path, bool named)
    {
        string text;
        try
        {
            text = File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fault.BadInput("prompt-unreadable", failure.Message, path);
        }

        var file = Path.GetFileName(path);
        var faults = new List<(long Line, string Reason)>();
        try
        {
            var prompt = Read(text, faults);
            if (named && prompt is not null && prompt.Name.Replace('_', '-') != Path.GetFileNameWithoutExtension(path))
                faults.Add((1, $"The file is named '{file}' and its prompt '{prompt.Name}': they have one name, with dashes and underscores."));
            if (faults.Count == 0 && prompt is not null) return prompt;
        }
        catch (YamlException failure)
        {
            faults.Add((failure.Start.Line, $"The file is no YAML: {failure.Message}"));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3's scanner says so of a flow sequence that is never closed, and not where.
            faults.Add((1, "The file is no YAML: a bracket is never closed."));
        }

        var reasons = faults.OrderBy(fault => fault.Line)
            .Select(fault => string.Create(CultureInfo.InvariantCulture, $"{file}:{fault.Line}: {fault.Reason}"));
        return Fault.BadInput("prompt-invalid", string.Join('\n', reasons));
    }

    private static Prompt? Read(string text, List<(long Line, string Reason)> faults)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            faults.Add((1, "A prompt file is one mapping."));
            return null;
        }

        Refuse(root, TopKeys, faults);
        var version = VersionLine().Match(text) is { Success: true } found ? found.Groups[1].Value : null;
        if (version is null) faults.Add((1, "The first line says the version: # version: 1"));
        var name = Text(root, "name");
        if (name is null || !FunctionName().IsMatch(name))
            faults.Add((LineOf(root, "name"), "'name' is missing, or holds more than letters, digits and '_'."));
        if (Text(root, "template_format") != "handlebars")
            faults.Add((LineOf(root, "template_format"), "'template_format' is 'handlebars'."));
        var variables = Variables(root, faults);
        var settings = Settings(root, faults);
        var messages = Messages(root, variables, text, faults);
        var schema = PromptSchema.Of(Child(root, "output_variable"), out var wrong);
        if (wrong is { } reason) faults.Add((LineOf(root, "output_variable"), reason));
        return name is null || version is null ? null : new Prompt(name, version, text, variables, settings, schema, messages);
    }

    private static List<PromptVariable> Variables(YamlMappingNode root, List<(long Line, string Reason)> faults)
    {
        var variables = new List<PromptVariable>();
        foreach (var node in Child(root, "input_variables") is YamlSequenceNode list ? list.Children.OfType<YamlMappingNode>() : [])
        {
            Refuse(node, VariableKeys, faults);
            if (Text(node, "name") is { Length: > 0 } name && variables.All(known => known.Name != name))
                variables.Add(new PromptVariable(name, Required: Text(node, "is_required") != "false"));
            else faults.Add((node.Start.Line, "An input variable has no name, or that of another."));
        }

        return variables;
    }

    private static PromptSettings Settings(YamlMappingNode root, List<(long Line, string Reason)> faults)
    {
        if (Child(root, "execution_settings") is not YamlMappingNode services) return new(null, null);
        Refuse(services, ["default"], faults);
        if (Child(services, "default") is not YamlMappingNode settings) return new(null, null);
        Refuse(settings, ["temperature", "max_tokens"], faults);
        var (temperature, tokens) = (Number(settings, "temperature", 2, faults), Number(settings, "max_tokens", 1_000_000, faults));
        return new((float?)temperature, (int?)tokens);
    }

    private static IReadOnlyList<PromptMessage> Messages(
        YamlMappingNode root, List<PromptVariable> variables, string text, List<(long Line, string Reason)> faults)
    {
        if (Text(root, "template") is not { } template)
        {
            faults.Add((1, "'template' is missing."));
            return [];
        }

        var messages = PromptMessage.Parse(template, out var fault);
        if (fault is { } wrong) faults.Add((LineAt(wrong.Offset), wrong.Reason));
        var used = PromptNames.Of(template).ToList();
        foreach (var (name, offset) in used.Where(use => variables.All(variable => variable.Name != use.Name)))
            faults.Add((LineAt(offset), $"The template uses '{name}', which is no input variable."));
        foreach (var variable in variables.Where(variable => used.All(use => use.Name != variable.Name)))
            faults.Add((LineOf(root, "input_variables"), $"The template never uses the input variable '{variable.Name}'."));
        return messages;

        // A block scalar begins on the line after its '|' and keeps the file's lines.
        long LineAt(int offset) => Child(root, "template")!.Start.Line + 1 + template.AsSpan(0, offset).Count('\n');
    }

    private static void Refuse(YamlMappingNode node, string[] known, List<(long Line, string Reason)> faults)
    {
        foreach (var key in node.Children.Keys.Where(key => !known.Contains(key.ToString())))
            faults.Add((key.Start.Line, $"There is no key '{key}' here: {string.Join(", ", known)}."));
    }

    private static double? Number(YamlMappingNode node, string key, double most, List<(long Line, string Reason)> faults)
    {
        if (Text(node, key) is not { } text) return null;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most) return number;
        faults.Add((LineOf(node, key), $"'{key}' is a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}."));
        return null;
    }

    private static YamlNode? Child(YamlMappingNode node, string key)
        => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    private static long LineOf(YamlMappingNode node, string key) => (Child(node, key) ?? node).Start.Line;

    [GeneratedRegex(@"\A# version: (\S+)\n")]
    private static partial Regex VersionLine();

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex FunctionName();
}
