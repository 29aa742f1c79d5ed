using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Prediction problems: what is predicted, from which field, with which labels.</summary>
internal static class ProjectEndpoints
{
    private const string Yaml = "application/yaml";

    public static void MapProjects(this RouteGroupBuilder v1)
    {
        var projects = v1.MapGroup("/projects").WithTags("Projects").Needs(Rights.Read);

        projects.MapGet("/", ListAsync)
            .Needs(Rights.None)
            .WithSummary("List projects")
            .WithDescription("The newest version of each that the caller has a role on, by name.");

        projects.MapGet("/{project}", FindAsync)
            .WithSummary("Look at a project")
            .WithDescription("Its newest version.")
            .Refuses(404);

        projects.MapGet("/{project}/versions", VersionsAsync)
            .WithSummary("List a project's versions")
            .WithDescription("The newest first. Datasets, models and routes say which version they came from.")
            .Refuses(404);

        projects.MapPut("/{project}", SaveAsync)
            .Needs(Rights.Review)
            .Audit("project.save")
            .Accepts<ProjectDefinition>("application/json", Yaml)
            .WithSummary("Create or change a project")
            .WithDescription("A JSON definition, or a project file as application/yaml. A definition that differs from the newest becomes a new version.")
            .Refuses(415);
    }

    private static async Task<Ok<IReadOnlyList<ProjectAnswer>>> ListAsync(ProjectStore projects, Caller caller, CancellationToken cancellation)
        => TypedResults.Ok<IReadOnlyList<ProjectAnswer>>(
            [.. (await projects.ListAsync(cancellation)).Where(version => caller.Sees(version.Definition.Name)).Select(ProjectAnswer.Of)]);

    private static async Task<Results<Ok<ProjectAnswer>, ProblemHttpResult>> FindAsync(string project, ProjectStore projects, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Then<ProjectAnswer>(version => ProjectAnswer.Of(version)).ToOk();

    private static async Task<Results<Ok<IReadOnlyList<ProjectAnswer>>, ProblemHttpResult>> VersionsAsync(
        string project, ProjectStore projects, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok<IReadOnlyList<ProjectAnswer>>([.. (await projects.VersionsAsync(project, cancellation)).Select(ProjectAnswer.Of)])
            : Refusal.Of(unknown);

    private static async Task<Results<Ok<ProjectAnswer>, ProblemHttpResult>> SaveAsync(
        string project, HttpRequest request, ProjectStore projects, CancellationToken cancellation)
    {
        Outcome<Project> read;
        if (request.HasJsonContentType()) read = await ReadJsonAsync(project, request, cancellation);
        else if (request.IsOfType(Yaml)) read = await ReadYamlAsync(project, request, cancellation);
        else return Refusal.UnsupportedType($"A project is read as application/json or {Yaml}, not as '{request.ContentType}'.");
        return read.Succeeded(out var definition, out var fault)
            ? TypedResults.Ok(ProjectAnswer.Of(await projects.SaveAsync(definition, cancellation)))
            : Refusal.Of(fault);
    }

    private static async Task<Outcome<Project>> ReadJsonAsync(string project, HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            if (await request.ReadFromJsonAsync<ProjectDefinition>(cancellation) is not { } definition)
                return Fault.BadInput("project-invalid", "A project is a JSON object, not null.");
            return ProjectFile.Check(definition.ToProject(definition.Name ?? project)).Then(read => NamedAs(project, read));
        }
        catch (JsonException wrong)
        {
            return JsonProblem.FaultOf(wrong);
        }
    }

    private static async Task<Outcome<Project>> ReadYamlAsync(string project, HttpRequest request, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        return ProjectFile.Parse(await reader.ReadToEndAsync(cancellation), "body").Then(read => NamedAs(project, read));
    }

    private static Outcome<Project> NamedAs(string address, Project project) => project.Name == address
        ? project
        : Fault.BadInput("project-name-differs", $"The address names the project '{address}', its definition '{project.Name}'.", "name");
}
