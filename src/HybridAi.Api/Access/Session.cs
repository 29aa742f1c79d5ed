using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HybridAi.Api.Access;

/// <summary>
/// A signed-in person's cookie: out of reach of scripts, not sent along by other sites' requests, and worth nothing once password or roles changed.
/// </summary>
internal static class Session
{
    public const string SchemeName = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string SignInPath = "/sign-in";
    public const string ForbiddenPath = "/forbidden";

    public const string CookieName = "hybridai";
    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        // Lax and not strict, so that a link in a message leads into the desk; what changes anything is checked by SameSite besides.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPath;
        cookie.AccessDeniedPath = ForbiddenPath;
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    public static Task BeginAsync(HttpContext http, User user) => http.SignInAsync(SchemeName, user.ToPrincipal(SchemeName));

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(SchemeName);

    // A look at the user a request: what was taken from a person is gone with the next request, in every process.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var users = http.RequestServices.GetRequiredService<UserStore>();
        var user = context.Principal?.Identity?.Name is { } name ? await users.FindAsync(name, http.RequestAborted) : null;
        var stamp = context.Principal?.FindFirstValue(User.StampClaim) ?? "";
        if (user is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(stamp), Encoding.UTF8.GetBytes(user.Stamp))) return;
        context.RejectPrincipal();
        await EndAsync(http);
    }
}
