using System.Data.Common;
using HybridAi.Api.Edge;
using HybridAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>How the server is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record Health(string Status);

/// <summary>What a load balancer asks: whether the process lives, and whether it can serve.</summary>
internal static partial class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().ProducesProblem(StatusCodes.Status500InternalServerError);

        health.MapGet("/live", () => TypedResults.Ok(new Health("live")))
            .WithSummary("Whether the process lives")
            .WithDescription("Asks nothing outside the process.");

        health.MapGet("/ready", ReadyAsync)
            .WithSummary("Whether requests can be served")
            .WithDescription("The database answers and its migrations are applied.")
            .Refuses(503);
    }

    private static async Task<Results<Ok<Health>, ProblemHttpResult>> ReadyAsync(Migrator migrator, ILogger<Health> log, CancellationToken cancellation)
    {
        try
        {
            if (await migrator.PendingAsync(cancellation) is []) return TypedResults.Ok(new Health("ready"));
        }
        catch (Exception away) when (away is DbException or IOException)
        {
            Log.NotReady(log, away);
        }

        return Refusal.Of(Fault.Unavailable("not-ready", "The database does not answer, or its migrations are not applied."));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not ready: the database can't be asked")]
        public static partial void NotReady(ILogger log, Exception away);
    }
}
