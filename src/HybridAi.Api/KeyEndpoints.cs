using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>A key to create.</summary>
/// <param name="Name">Budgets count by it.</param>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="Project">On which project; <c>*</c>: on all.</param>
/// <param name="Tenant">Whose calls are made with it; left out: nobody's in particular.</param>
/// <param name="Days">For how many days it holds; left out: for ever.</param>
public sealed record KeyRequest(
    [property: Required] string Name, [property: MinLength(1)] IReadOnlyList<Scope> Scopes, [property: Required] string Project, string? Tenant = null,
    [property: Range(0.001, 3_660)] double? Days = null);

/// <summary>How a key is rotated.</summary>
/// <param name="OverlapHours">For how long the secret before this one still holds.</param>
/// <param name="Days">For how many days the new one holds; left out: as long as the one before was meant to.</param>
public sealed record RotateRequest([property: Range(0, 8_760)] double OverlapHours = 24, [property: Range(0.001, 3_660)] double? Days = null);

/// <summary>One secret of a key.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Prefix">How the secret begins.</param>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="Project">On which project; <c>*</c>: on all.</param>
/// <param name="Tenant">Whose calls are made with it.</param>
/// <param name="State">Whether it opens anything.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when; null: for ever.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
/// <param name="Secret">The secret itself, once: in the answer that creates it.</param>
public sealed record KeyAnswer(
    string Name, string Prefix, IReadOnlyList<Scope> Scopes, string Project, string? Tenant, KeyState State, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string? Secret)
{
    internal static KeyAnswer Of(ApiKey key, DateTimeOffset now, string? secret = null) => new(
        key.Purpose.Name, key.Prefix, key.Purpose.Scopes, key.Purpose.Project, key.Purpose.Tenant, key.StateAt(now), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, secret);
}

/// <summary>API keys: what programs call with.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder v1)
    {
        var keys = v1.MapGroup("/keys").WithTags("Keys").Needs(Rights.Manage);

        keys.MapGet("/", ListAsync)
            .WithSummary("List API keys")
            .WithDescription("A line each secret, revoked and expired ones too; never the secret itself.");

        keys.MapPost("/", CreateAsync)
            .WithSummary("Create an API key")
            .WithDescription("The answer holds the secret, this once. The first user or key ends open mode for good.")
            .Refuses(404, 409);

        keys.MapPost("/{name}/rotate", RotateAsync)
            .WithSummary("Rotate an API key")
            .WithDescription("Another secret under the same name, scopes and budgets; the ones before hold until the overlap is over.")
            .Refuses(404, 409);

        keys.MapDelete("/{name}", RevokeAsync)
            .WithSummary("Revoke an API key")
            .WithDescription("Every secret of it, from the next request on. Its line stays.")
            .Refuses(404);
    }

    private static async Task<Ok<IReadOnlyList<KeyAnswer>>> ListAsync(ApiKeyStore keys, TimeProvider clock, CancellationToken cancellation)
        => TypedResults.Ok<IReadOnlyList<KeyAnswer>>([.. (await keys.ListAsync(cancellation)).Select(key => KeyAnswer.Of(key, clock.GetUtcNow()))]);

    private static async Task<Results<Created<KeyAnswer>, ProblemHttpResult>> CreateAsync(
        KeyRequest request, Accounts accounts, Caller caller, TimeProvider clock, CancellationToken cancellation)
        => Issued(await accounts.CreateKeyAsync(caller, new(request.Name, request.Scopes, request.Project, request.Tenant), Days(request.Days), cancellation), clock);

    private static async Task<Results<Created<KeyAnswer>, ProblemHttpResult>> RotateAsync(
        string name, RotateRequest request, Accounts accounts, Caller caller, TimeProvider clock, CancellationToken cancellation)
        => Issued(await accounts.RotateKeyAsync(caller, name, TimeSpan.FromHours(request.OverlapHours), Days(request.Days), cancellation), clock);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string name, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.RevokeKeyAsync(caller, name, cancellation)).Succeeded(out _, out var fault) ? TypedResults.NoContent() : Refusal.Of(fault);

    private static Results<Created<KeyAnswer>, ProblemHttpResult> Issued(Outcome<IssuedKey> outcome, TimeProvider clock) => outcome.Succeeded(out var issued, out var fault)
        ? TypedResults.Created($"/v1/keys/{issued.Key.Purpose.Name}", KeyAnswer.Of(issued.Key, clock.GetUtcNow(), issued.Secret))
        : Refusal.Of(fault);

    private static TimeSpan? Days(double? days) => days is { } given ? TimeSpan.FromDays(given) : null;
}
