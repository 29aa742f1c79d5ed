using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HybridAi.Api.Access;

/// <summary>Knows a caller by <c>Authorization: Bearer hai_…</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore keys, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Bearer = "Bearer ";

    public static bool IsAsked(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        var key = secret.StartsWith(KeySecret.Start, StringComparison.Ordinal) ? await keys.FindAsync(secret, Context.RequestAborted) : null;
        return key?.StateAt(clock.GetUtcNow()) switch
        {
            KeyState.Valid => AuthenticateResult.Success(new(key.Purpose.ToCaller().ToPrincipal(SchemeName), SchemeName)),
            KeyState.Expired => AuthenticateResult.Fail($"The API key '{key.Purpose.Name}' has expired."),
            KeyState.Revoked => AuthenticateResult.Fail($"The API key '{key.Purpose.Name}' was revoked."),
            _ => AuthenticateResult.Fail("This API key is not known here."),
        };
    }
}
