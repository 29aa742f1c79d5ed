using HybridAi.Curate.Ingestion;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Curate.Projects;

/// <summary>Reads a project from YAML. All that is wrong with it is said together, each with its line.</summary>
public static class ProjectFile
{
    private const long MaxBytes = 4 * 1024 * 1024;
    private const int MaxDepth = 16;

    /// <summary>Reads the file; a fault where it is missing, a directory or unreadable, or where <see cref="Parse"/> finds one.</summary>
    public static Outcome<Project> Read(string path) => Read(path, File.OpenRead);

    /// <summary>Reads a project from <paramref name="yaml"/>; <paramref name="place"/> is what faults call it, such as the file's path.</summary>
    public static Outcome<Project> Parse(string yaml, string place)
        => RootOf(yaml, place).Then(root => new ProjectNode(root, place).ToProject());

    /// <summary>The project with its defaults filled in, or a fault that lists every rule it breaks.</summary>
    public static Outcome<Project> Check(Project project)
    {
        var broken = ProjectRules.BrokenBy(project).ToList();
        if (broken.Count > 0) return Fault.BadInput("project-invalid", string.Join(" ", broken.Select(rule => $"'{rule.Key}' {rule.Reason}.")));
        return project with
        {
            TextField = project.TextField ?? "",
            Fields = project.Fields ?? [],
            Split = project.Split ?? new SplitShares(),
            Labels = [.. (project.Labels ?? []).Select(label => label with { Definition = label.Definition ?? "" })],
            Columns = project.Columns is { } columns ? [.. columns.Select(column => column with { Definition = column.Definition ?? "" })] : null,
            Extract = project.Extract is { } fields ? [.. fields.Select(field => field with { Definition = field.Definition ?? "", Choices = field.Choices ?? [] })] : null,
        };
    }

    internal static Outcome<Project> Read(string path, Func<string, Stream> open)
    {
        try
        {
            using var stream = open(path);
            if (stream.Length > MaxBytes) return Fault.BadInput("project-invalid", $"A project file has at most {MaxBytes:N0} bytes.", path);
            using var reader = new StreamReader(stream);
            return Parse(reader.ReadToEnd(), path);
        }
        catch (Exception exception) when (UnreadableFile.IsExpected(exception))
        {
            return UnreadableFile.FaultOf(path, exception);
        }
    }

    private static Outcome<YamlMappingNode> RootOf(string yaml, string place)
    {
        var events = new Parser(new StringReader(yaml));
        try
        {
            if (TooDeep(events) is { } line)
            {
                return Fault.BadInput("project-invalid", $"This is nested more than {MaxDepth} levels deep.", $"{place}:{line}");
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : Fault.BadInput("project-invalid", "A project file is one mapping with the keys name, kind, text or columns, and the kind's schema, such as labels.", place);
        }
        catch (YamlException exception)
        {
            return NotYaml(exception.Message, place, exception.Start);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the parser throws in place of its own exception, such as where the text ends inside a bracket.
            return NotYaml("something is opened and not closed, or closed and not opened.", place, events.Current?.End ?? Mark.Empty);
        }
    }

    // The tree is built by recursion, which a file of nothing but brackets would drive out of the stack; reading event by event is not.
    private static long? TooDeep(Parser events)
    {
        for (var depth = 0; events.MoveNext();)
        {
            depth += events.Current!.NestingIncrease;
            if (events.Current is MappingStart or SequenceStart && depth > MaxDepth) return events.Current.Start.Line;
        }

        return null;
    }

    private static Fault NotYaml(string reason, string place, Mark mark)
        => Fault.BadInput("yaml-syntax", $"This is not valid YAML: {reason}", $"{place}:{mark.Line}:{mark.Column}");
}
