using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai project</c>: what is to be predicted.</summary>
internal static class ProjectVerb
{
    public static Command Create() => Verb.Group("project", "Define what is to be predicted: labels, definitions, guideline.", Save(), List(), Show());

    private static Command Save()
    {
        var file = new Argument<string>("file") { Description = "The project file (YAML)." };
        return Verb.Over("save", "Save a project file; a changed definition is a new version.", async (stages, parsed, cancellation) =>
        {
            if (!ProjectFile.Read(parsed.GetRequiredValue(file)).Succeeded(out var project, out var fault)) return fault;
            var saved = await stages.Get<ProjectStore>().SaveAsync(project, cancellation);
            Output.Line($"{project.Name} version {saved.Version}, {Answers(project)}, hash {saved.Hash[..12]}");
            return null;
        }, file);
    }

    private static Command List() => Verb.Over("list", "All projects.", async (stages, _, cancellation) =>
    {
        var rows = new List<string[]>();
        foreach (var project in await stages.Get<ProjectStore>().ListAsync(cancellation))
        {
            var count = await stages.Get<RecordStore>().CountAsync(project.Definition.Name, cancellation);
            rows.Add([project.Definition.Name, $"{project.Version}", $"{project.Definition.Labels.Count}", Output.Count(count)]);
        }

        Output.Table("Projects", ["project", "version", "labels", "records"], rows);
        return null;
    });

    private static Command Show() => Verb.OverProject("show", "One project with its labels.", (_, project, _, _) =>
    {
        var definition = project.Definition;
        if (definition.Columns is { } columns)
        {
            Output.Table("Columns", ["column", "type", "required", "definition"], columns.Select(column => new[]
            {
                column.Name, column.Type.ToString().ToLowerInvariant(), column.Required ? "yes" : "no", column.Definition,
            }));
        }

        if (definition.Scale is not null) Output.Line($"{definition.Name}, version {project.Version}: {Answers(definition)}");
        else
        {
            Output.Table(
                $"{definition.Name}, version {project.Version}", ["label", "definition"], definition.Labels.Select(label => new[] { label.Name, label.Definition }));
        }

        return Task.FromResult<Fault?>(null);
    });

    private static string Answers(Project project) => project.Scale is { } scale
        ? FormattableString.Invariant($"numbers from {scale.Lowest} to {scale.Highest} in steps of {scale.Step}")
        : $"{project.Labels.Count} labels";
}
