using System.Net;
using System.Text.Encodings.Web;
using Dapper;
using HybridAi.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HybridAi.Api.Access;

/// <summary>
/// While there is neither a user nor a key, whoever is on this machine may do everything: nothing needs setting up to try the product. The first
/// user or key ends it for good, in this process at once and in others within a second.
/// </summary>
internal sealed class OpenMode(IDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly object Marker = new();

    private readonly Lock _gate = new();
    private bool _closed;
    private DateTimeOffset _openUntil;

    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_closed) return false;
            if (clock.GetUtcNow() < _openUntil) return true;
        }

        await using var connection = await database.OpenAsync(cancellation);
        var someone = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM api_keys)", cancellationToken: cancellation)) > 0;
        if (someone) Close();
        lock (_gate)
        {
            _openUntil = clock.GetUtcNow() + Fresh;
            return !_closed;
        }
    }

    /// <summary>Somebody was added.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
    }

    /// <summary>
    /// Marks requests that open mode is for: those made directly, over loopback, to a name of this machine. What a proxy passes on, or a page whose
    /// name was bent to this machine's address, is not.
    /// </summary>
    public async Task MarkAsync(HttpContext http, RequestDelegate next)
    {
        // Health and sign-in ask nobody, and must answer when the database does not.
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null && IsDirect(http) && await IsOpenAsync(http.RequestAborted)) http.Items[Marker] = true;
        await next(http);
    }

    public static bool IsFor(HttpContext http) => http.Items.ContainsKey(Marker);

    /// <summary>Whether the request was made on this machine and straight to this server.</summary>
    public static bool IsDirect(HttpContext http)
        => http.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
            && !http.Request.Headers.ContainsKey("Forwarded") && !http.Request.Headers.ContainsKey("X-Forwarded-For")
            && IsLoopback(http.Request.Host.Host);

    /// <summary>Whether a host's name stands for this machine alone.</summary>
    public static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Knows whoever comes in open mode.</summary>
internal sealed class OpenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Open";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        => Task.FromResult(AuthenticateResult.Success(new(Caller.Open.ToPrincipal(SchemeName), SchemeName)));
}
