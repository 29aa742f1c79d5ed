using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder v1) => v1.MapGet("/audit", ReadAsync)
        .WithTags("Audit")
        .Needs(Rights.Manage)
        .WithSummary("Read the audit log")
        .WithDescription("The newest lines first: who, what, to which project and target, when, how it ended. Never what was in a record or a request.");

    private static async Task<Ok<IReadOnlyList<AuditLine>>> ReadAsync(
        AuditLog audit,
        CancellationToken cancellation,
        [Description("Only of this project.")] string? project = null,
        [Description("Only lines before this one's 'seq': the next page.")] long? before = null,
        [Description("At most so many.")] [Range(1, 1_000)] int limit = 100)
        => TypedResults.Ok(await audit.ReadAsync(project, before, limit, cancellation));
}
