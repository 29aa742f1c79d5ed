using System.Security.Claims;

namespace HybridAi.Api.Access;

/// <summary>A person who can sign in.</summary>
/// <param name="Name">Unique, small letters.</param>
/// <param name="PasswordHash">Salted and slow; it says itself how it was made.</param>
/// <param name="Stamp">Changes with password and roles, and ends every session of before.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Roles">By project; <c>*</c> is every project.</param>
internal sealed record User(string Name, string PasswordHash, string Stamp, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, Role> Roles)
{
    /// <summary>The claim that ties a session to the stamp.</summary>
    public const string StampClaim = "hybridai:stamp";

    public Caller ToCaller() => new(CallerKind.User, Name, [.. Roles.Select(role => Grant.Of(role.Key, role.Value))]);

    public ClaimsPrincipal ToPrincipal(string scheme) => ToCaller().ToPrincipal(scheme, new Claim(StampClaim, Stamp));
}
