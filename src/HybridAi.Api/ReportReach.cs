using HybridAi.Api.Access;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Reporting;

namespace HybridAi.Api;

/// <summary>What a caller's report may be about: a project that is not the caller's does not exist for him.</summary>
internal sealed class ReportReach(ProjectStore projects)
{
    /// <summary>The scope, or a fault: <c>period-empty</c>, <c>project-unknown</c>.</summary>
    public async Task<Outcome<ReportScope>> ScopeAsync(
        Caller caller, string? project, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellation)
    {
        if (from > until) return Fault.BadInput("period-empty", "'from' is after 'until'.", "from");
        var readable = (await projects.ListAsync(cancellation)).Select(version => version.Definition.Name).Where(name => caller.May(Rights.Read, name)).ToList();
        if (project is null) return new ReportScope(readable, from, until);
        return readable.Contains(project)
            ? new ReportScope([project], from, until)
            : Fault.NotFound("project-unknown", $"There is no project '{project}'.", "project");
    }
}
