using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Who wants to sign in.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Password">The password.</param>
public sealed record SignInRequest([property: Required, StringLength(200)] string Name, [property: Required, StringLength(1_000)] string Password);

/// <summary>A change of one's own password.</summary>
/// <param name="Present">The password as it is.</param>
/// <param name="Password">The password as it shall be.</param>
public sealed record OwnPasswordRequest([property: Required, StringLength(1_000)] string Present, [property: Required, StringLength(1_000)] string Password);

/// <summary>Who calls.</summary>
/// <param name="Kind">As what.</param>
/// <param name="Name">The user's or key's name.</param>
/// <param name="Rights">What may be done, by project; <c>*</c> is every project.</param>
/// <param name="Tenant">The key's tenant, where it has one.</param>
public sealed record CallerAnswer(CallerKind Kind, string Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Rights, string? Tenant)
{
    internal static CallerAnswer Of(Caller caller) => new(
        caller.Kind, caller.Name,
        caller.Grants.ToDictionary(
            grant => grant.Project,
            IReadOnlyList<string> (grant) => [.. Enum.GetValues<Rights>().Where(right => right is not (Access.Rights.None or Access.Rights.All) && grant.Rights.HasFlag(right)).Select(right => right.ToString().ToLowerInvariant())]),
        caller.Tenant);
}

/// <summary>Signing in and out with a cookie, and who one is.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this RouteGroupBuilder v1)
    {
        var session = v1.MapGroup("/session").WithTags("Session").Needs(Rights.None);

        session.MapPost("/", BeginAsync)
            .AllowAnonymous()
            .WithSummary("Sign in")
            .WithDescription("Sets the session's cookie. A wrong password, an unknown name and too many tries get the same answer.");

        session.MapGet("/", (Caller caller) => TypedResults.Ok(CallerAnswer.Of(caller)))
            .WithSummary("See who one is")
            .WithDescription("The user or key, and what may be done with it.");

        session.MapPut("/password", SetPasswordAsync)
            .WithSummary("Change one's own password")
            .WithDescription("All other sessions of this user end.")
            .Refuses(409);

        session.MapDelete("/", async (HttpContext http) =>
            {
                await Session.EndAsync(http);
                return TypedResults.NoContent();
            })
            .WithSummary("Sign out")
            .WithDescription("Takes the cookie away.");
    }

    private static async Task<Results<Ok<CallerAnswer>, ProblemHttpResult>> BeginAsync(SignInRequest request, SignIn signIn, HttpContext http, CancellationToken cancellation)
    {
        if (!(await signIn.TryAsync(request.Name, request.Password, cancellation)).Succeeded(out var user, out var fault)) return Unknown(fault);
        await Session.BeginAsync(http, user);
        return TypedResults.Ok(CallerAnswer.Of(user.ToCaller()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetPasswordAsync(
        OwnPasswordRequest request, Caller caller, SignIn signIn, Accounts accounts, HttpContext http, CancellationToken cancellation)
    {
        if (caller.Kind != CallerKind.User) return Refusal.Of(Fault.Conflict("no-password", "Only a signed-in user has a password."));
        if ((await signIn.TryAsync(caller.Name, request.Present, cancellation)).Fault is { } wrong) return Unknown(wrong);
        if (!(await accounts.SetPasswordAsync(caller, caller.Name, request.Password, cancellation)).Succeeded(out var user, out var fault)) return Refusal.Of(fault);
        await Session.BeginAsync(http, user);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Unknown(Fault fault) => TypedResults.Problem(Refusal.Problem(StatusCodes.Status401Unauthorized, fault.Code, fault.Reason));
}
