using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>A person to add.</summary>
/// <param name="Name">Letters, digits, dashes, dots, underscores and at-signs; kept in small letters.</param>
/// <param name="Password">At least 12 characters.</param>
/// <param name="Role">The first role.</param>
/// <param name="Project">On which project; <c>*</c>: on all.</param>
public sealed record UserRequest(
    [property: Required] string Name, [property: Required] string Password, [property: Required] Role Role, [property: Required] string Project);

/// <summary>A role to give.</summary>
/// <param name="Role">The role.</param>
public sealed record RoleRequest([property: Required] Role Role);

/// <summary>A password to set.</summary>
/// <param name="Password">At least 12 characters.</param>
public sealed record PasswordRequest([property: Required] string Password);

/// <summary>A person who can sign in.</summary>
/// <param name="Name">The name.</param>
/// <param name="Roles">By project; <c>*</c> is every project.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record UserAnswer(string Name, IReadOnlyDictionary<string, Role> Roles, DateTimeOffset CreatedAt)
{
    internal static UserAnswer Of(User user) => new(user.Name, user.Roles, user.CreatedAt);
}

/// <summary>People and their roles.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder v1)
    {
        // The project stands in the address as {scope}: who may give roles is asked about everything, not about one project.
        var users = v1.MapGroup("/users").WithTags("Users").Needs(Rights.Manage);

        users.MapGet("/", ListAsync)
            .WithSummary("List users")
            .WithDescription("With their roles.");

        users.MapPost("/", AddAsync)
            .WithSummary("Add a user")
            .WithDescription("With one role; more can be given after. The first user or key ends open mode for good.")
            .Refuses(404, 409);

        users.MapDelete("/{name}", RemoveAsync)
            .WithSummary("Remove a user")
            .WithDescription("Sessions end at once. What the user did stays. The last owner of everything can't be removed.")
            .Refuses(404, 409);

        users.MapPut("/{name}/password", PasswordAsync)
            .WithSummary("Set a user's password")
            .WithDescription("Sessions end at once, and so does waiting after wrong tries.")
            .Refuses(404);

        users.MapPut("/{name}/roles/{scope}", RoleAsync)
            .WithSummary("Give a role on a project")
            .WithDescription("In the place of the one there may be; the project '*' is every project. Sessions end at once.")
            .Refuses(404, 409);

        users.MapDelete("/{name}/roles/{scope}", NoRoleAsync)
            .WithSummary("Take a role away")
            .WithDescription("The project then does not exist for the user, unless there is a role on '*'.")
            .Refuses(404, 409);
    }

    private static async Task<Ok<IReadOnlyList<UserAnswer>>> ListAsync(UserStore users, CancellationToken cancellation)
        => TypedResults.Ok<IReadOnlyList<UserAnswer>>([.. (await users.ListAsync(cancellation)).Select(UserAnswer.Of)]);

    private static async Task<Results<Created<UserAnswer>, ProblemHttpResult>> AddAsync(
        UserRequest request, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.AddUserAsync(caller, request.Name, request.Password, request.Project, request.Role, cancellation)).Succeeded(out var user, out var fault)
            ? TypedResults.Created($"/v1/users/{user.Name}", UserAnswer.Of(user))
            : Refusal.Of(fault);

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.RemoveUserAsync(caller, name, cancellation)).Succeeded(out _, out var fault) ? TypedResults.NoContent() : Refusal.Of(fault);

    private static async Task<Results<NoContent, ProblemHttpResult>> PasswordAsync(
        string name, PasswordRequest request, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.SetPasswordAsync(caller, name, request.Password, cancellation)).Succeeded(out _, out var fault) ? TypedResults.NoContent() : Refusal.Of(fault);

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> RoleAsync(
        string name, string scope, RoleRequest request, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.SetRoleAsync(caller, name, scope, request.Role, cancellation)).Then<UserAnswer>(user => UserAnswer.Of(user)).ToOk();

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> NoRoleAsync(
        string name, string scope, Accounts accounts, Caller caller, CancellationToken cancellation)
        => (await accounts.SetRoleAsync(caller, name, scope, null, cancellation)).Then<UserAnswer>(user => UserAnswer.Of(user)).ToOk();
}
