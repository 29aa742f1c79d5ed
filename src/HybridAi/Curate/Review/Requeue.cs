using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>Which labels are to be looked at again.</summary>
/// <param name="BeforeVersion">Those given under a version of the project before this one.</param>
/// <param name="Label">Only this label; null: all.</param>
public sealed record RequeueRequest(long BeforeVersion, string? Label);

/// <summary>What is, or would be, looked at again.</summary>
/// <param name="Records">How many records.</param>
/// <param name="Annotations">How many annotations no longer stand.</param>
/// <param name="Adjudications">How many decisions no longer stand.</param>
public sealed record RequeueCount(int Records, int Annotations, int Adjudications);

/// <summary>Puts records back into the queue whose labels were given under an older guideline. The lines are voided, not deleted.</summary>
public sealed class Requeue(IDatabase database, QueuePlanner planner)
{
    private const string Old = "project = @Project AND voided = 0 AND project_version < @BeforeVersion AND (@Label IS NULL OR label = @Label)";

    /// <summary>What <see cref="RunAsync"/> would do, without doing it.</summary>
    public async Task<Outcome<RequeueCount>> CountAsync(ProjectVersion project, RequeueRequest request, CancellationToken cancellation)
    {
        if (FaultOf(project, request) is { } fault) return fault;
        await using var work = await ReviewTransaction.BeginAsync(database, project.Definition.Name, cancellation);
        var (annotated, decided) = await FindAsync(work, request, cancellation);
        return new RequeueCount(annotated.Concat(decided).Distinct().Count(), annotated.Count, decided.Count);
    }

    /// <summary>Puts them back; each comes with the reason that it was labelled under an older guideline.</summary>
    public async Task<Outcome<RequeueCount>> RunAsync(ProjectVersion project, RequeueRequest request, CancellationToken cancellation)
    {
        if (FaultOf(project, request) is { } fault) return fault;
        var settings = await planner.FollowAsync(project.Definition, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Definition.Name, cancellation);
        var (annotated, decided) = await FindAsync(work, request, cancellation);
        var parameters = ParametersOf(work, request);
        await work.ExecuteAsync($"UPDATE annotations SET voided = 1, voided_because = 'requeued' WHERE label IS NOT NULL AND {Old}", parameters, cancellation);
        await work.ExecuteAsync($"UPDATE adjudications SET voided = 1 WHERE {Old}", parameters, cancellation);
        var records = annotated.Concat(decided).Distinct().ToList();
        foreach (var record in records)
            await ResolutionStore.RefreshAsync(work, record, settings, project.Definition.Knows, $"version-before-{request.BeforeVersion}", cancellation);
        await work.CommitAsync(cancellation);
        return new RequeueCount(records.Count, annotated.Count, decided.Count);
    }

    private static Fault? FaultOf(ProjectVersion project, RequeueRequest request)
        => request.BeforeVersion >= 2 && request.BeforeVersion <= project.Version
            ? null
            : Fault.BadInput(
                "version-out-of-range",
                project.Version < 2
                    ? $"'{project.Definition.Name}' has one version only: nothing is older than its guideline."
                    : $"The version is 2 to {project.Version}, the newest of '{project.Definition.Name}', not {request.BeforeVersion}.");

    private static async Task<(IReadOnlyList<string> Annotated, IReadOnlyList<string> Decided)> FindAsync(
        ReviewTransaction work, RequeueRequest request, CancellationToken cancellation)
    {
        var parameters = ParametersOf(work, request);
        return (
            await work.QueryAsync<string>($"SELECT record_id FROM annotations WHERE label IS NOT NULL AND {Old}", parameters, cancellation),
            await work.QueryAsync<string>($"SELECT record_id FROM adjudications WHERE {Old}", parameters, cancellation));
    }

    private static object ParametersOf(ReviewTransaction work, RequeueRequest request) => new { work.Project, request.BeforeVersion, request.Label };
}
