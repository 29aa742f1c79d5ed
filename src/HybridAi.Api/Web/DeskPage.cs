using HybridAi.Api.Access;
using HybridAi.Curate.Projects;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api.Web;

/// <summary>A page of one project that our own script brings to life: it needs the project's schema as the JSON API says it, and who works.</summary>
public abstract class DeskPage : ComponentBase
{
    /// <summary>The project's name, from the address.</summary>
    [Parameter]
    public string Project { get; set; } = "";

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>The project as it stands; null where there is none, which is a 404.</summary>
    protected ProjectVersion? Version { get; private set; }

    /// <summary>Under which name this person's work is kept.</summary>
    protected string Person => Http.RequestServices.GetRequiredService<Caller>().Name;

    /// <summary>The project's definition as JSON.</summary>
    protected string Schema
        => JsonSerializer.Serialize(ProjectDefinition.Of(Version!.Definition), Http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

    /// <summary>Whether the person may decide disputes and see records' timelines.</summary>
    protected bool MayReview => Http.RequestServices.GetRequiredService<Caller>().May(Rights.Review, Project);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var projects = Http.RequestServices.GetRequiredService<ProjectStore>();
        if ((await projects.FindAsync(Project, Http.RequestAborted)).Succeeded(out var version, out _)) Version = version;
        else Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
