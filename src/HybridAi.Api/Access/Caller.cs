using System.Globalization;
using System.Security.Claims;

namespace HybridAi.Api.Access;

/// <summary>As what somebody calls.</summary>
public enum CallerKind
{
    /// <summary>Nobody knows who it is.</summary>
    Anonymous,

    /// <summary>Whoever is on this machine, while there is neither a user nor a key.</summary>
    Open,

    /// <summary>A person who signed in.</summary>
    User,

    /// <summary>A program with an API key.</summary>
    Key,

    /// <summary>Whoever runs the command line beside the database.</summary>
    CommandLine,
}

/// <summary>
/// Who makes the present request, and what is granted to him. It is read from claims, so that whatever scheme signs a person in, the product
/// asks this alone. Endpoints and pages take it from their services.
/// </summary>
/// <param name="Kind">As what.</param>
/// <param name="Name">The user's or key's name.</param>
/// <param name="Grants">What may be done.</param>
/// <param name="Tenant">The tenant of an API key, where it has one.</param>
internal sealed record Caller(CallerKind Kind, string Name, IReadOnlyList<Grant> Grants, string? Tenant = null)
{
    private const string KindClaim = "hybridai:kind";
    private const string GrantClaim = "hybridai:grant";
    private const string TenantClaim = "hybridai:tenant";

    /// <summary>Nobody.</summary>
    public static readonly Caller Nobody = new(CallerKind.Anonymous, "nobody", []);

    /// <summary>Whoever is on this machine, while there is neither a user nor a key.</summary>
    public static readonly Caller Open = new(CallerKind.Open, "open", [new(Grant.EveryProject, Rights.All)]);

    /// <summary>Whoever runs the command line: who can write the database needs no leave.</summary>
    public static Caller CommandLine => new(CallerKind.CommandLine, Environment.UserName, [new(Grant.EveryProject, Rights.All)]);

    /// <summary>The name by which budgets count an API key; null without one.</summary>
    public string? Key => Kind == CallerKind.Key ? Name : null;

    /// <summary>The one project that all grants are for; null where there are several or all.</summary>
    public string? OnlyProject => Grants is [{ Project: not Grant.EveryProject and var only }] ? only : null;

    /// <summary>Whether <paramref name="right"/> is granted on <paramref name="project"/>; null asks for what belongs to no project.</summary>
    public bool May(Rights right, string? project) => Grants.Any(grant => grant.Covers(project) && grant.Rights.HasFlag(right));

    /// <summary>Whether there is anything at all that may be done to the project; otherwise it does not exist for this caller.</summary>
    public bool Sees(string project) => Grants.Any(grant => grant.Covers(project));

    /// <summary>
    /// Under which name a person's judgement is kept: a signed-in user's own, whatever else the request says. In open mode and for programs
    /// that pass on people's work the name is taken as given. The fault is <c>annotator-other</c>.
    /// </summary>
    public Outcome<string> Annotator(string named) => Kind == CallerKind.User && named != Name
        ? Fault.BadInput("annotator-other", $"You are signed in as '{Name}': what you do is kept under that name and no other.", "annotator")
        : named;

    /// <summary>The caller that claims tell of.</summary>
    public static Caller Of(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { } name } || !Enum.TryParse<CallerKind>(principal.FindFirstValue(KindClaim), out var kind)) return Nobody;
        return new(kind, name, [.. principal.FindAll(GrantClaim).Select(claim => Read(claim.Value))], principal.FindFirstValue(TenantClaim));
    }

    /// <summary>The claims that tell of this caller.</summary>
    /// <param name="scheme">Which scheme found out.</param>
    /// <param name="more">What the scheme itself wants to remember.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, params IEnumerable<Claim> more)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, Name), new(KindClaim, Kind.ToString()) };
        claims.AddRange(Grants.Select(grant => new Claim(GrantClaim, Write(grant))));
        if (Tenant is not null) claims.Add(new(TenantClaim, Tenant));
        return new(new ClaimsIdentity([.. claims, .. more], scheme));
    }

    private static string Write(Grant grant) => string.Create(CultureInfo.InvariantCulture, $"{(int)grant.Rights} {grant.Project}");

    private static Grant Read(string claim)
    {
        var space = claim.IndexOf(' ', StringComparison.Ordinal);
        return new(claim[(space + 1)..], (Rights)int.Parse(claim.AsSpan(0, space), CultureInfo.InvariantCulture));
    }
}
