using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace HybridAi.Api.Access;

/// <summary>Who calls, and what he may do, by ASP.NET Core's own authentication and authorisation.</summary>
internal static class AccessServices
{
    private const string AnyScheme = "HybridAi";

    /// <summary>Users, keys and the audit log, for hosts and for the command line.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddSingleton<UserStore>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<Passwords>()
        .AddSingleton<Attempts>()
        .AddSingleton<AuditLog>()
        .AddSingleton<OpenMode>()
        .AddSingleton<Accounts>()
        .AddSingleton<SignIn>();

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAccounts()
            .AddScoped(provider => Caller.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.User))
            .AddHostedService<ListenGuard>()
            .AddSingleton<IAuthorizationPolicyProvider, PoliciesAsAsked>()
            .AddSingleton<IAuthorizationHandler, AccessRequirement>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResult>();
        services.AddDataProtection().SetApplicationName(nameof(HybridAi));
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider, ILoggerFactory>((keys, provider, logs) => keys.XmlRepository = new CookieKeys(provider, logs));

        // A further scheme, such as OpenID Connect, signs people in with the session's cookie and leaves the rest as it is.
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, any => any.ForwardDefaultSelector = SchemeOf)
            .AddCookie(Session.SchemeName, Session.Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(OpenHandler.SchemeName, null);
        // What names no policy is as closed as can be.
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new AccessRequirement()).Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(policy).SetFallbackPolicy(policy);
        return services;
    }

    /// <summary>Before this it is not known who calls.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseRouting();
        app.Use((http, next) => http.RequestServices.GetRequiredService<OpenMode>().MarkAsync(http, next));
        app.UseAuthentication();
        app.Use(Audited.WriteAsync);
        app.UseAuthorization();
    }

    private static string SchemeOf(HttpContext http)
        => OpenMode.IsFor(http) ? OpenHandler.SchemeName : ApiKeyHandler.IsAsked(http.Request) ? ApiKeyHandler.SchemeName : Session.SchemeName;
}
