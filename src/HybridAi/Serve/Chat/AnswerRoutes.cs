using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Chat;

/// <summary>The route of answerers that a tenant's questions go along: the certified one, or else the last of the configured answerers alone.</summary>
public sealed class AnswerRoutes(IDatabase database, ChatOptions options, TimeProvider clock)
{
    private const string Default = "extractive";

    /// <summary>The answerers as configured.</summary>
    public IReadOnlyList<string> Answerers => options.Answerers.Count == 0 ? [Default] : [.. options.Answerers];

    /// <summary>The route that holds for a tenant. One that was certified over other answerers than are configured now holds no more.</summary>
    public async Task<AnswerRoute> LiveAsync(string tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var stored = await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            "SELECT route FROM answer_routes WHERE tenant = @tenant", new { tenant }, cancellationToken: cancellation));
        return stored is not null && Json.Read<AnswerRoute>(stored) is var route && route.Answerers.SequenceEqual(Answerers) ? route : AnswerRoute.ReferenceAlone(Answerers);
    }

    /// <summary>Sends a tenant's questions along a route.</summary>
    public async Task MakeLiveAsync(string tenant, AnswerRoute route, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO answer_routes (tenant, route, made_at) VALUES (@tenant, @route, @now)
            ON CONFLICT (tenant) DO UPDATE SET route = excluded.route, made_at = excluded.made_at
            """,
            new { tenant, route = Json.Write(route), now = clock.GetUtcNow() }, cancellationToken: cancellation));
    }
}
