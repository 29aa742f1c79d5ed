using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace HybridAi.Api.Web;

/// <summary>The pages: rendered on the server, whole without any script.</summary>
internal static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(forms => forms.Cookie.SameSite = SameSiteMode.Strict);
        return services.AddSingleton<Assets>();
    }

    /// <summary>The files of pages; before access, since a sign-in page needs its style too.</summary>
    public static void UseWeb(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        // An address holds its file's hash, so whoever has the file has it for good.
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey(Assets.Version) ? "public, max-age=31536000, immutable" : "no-cache",
    });

    public static void MapWeb(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapRazorComponents<App>();
    }
}

/// <summary>Addresses of the pages' files, which change with their content.</summary>
internal sealed class Assets(IWebHostEnvironment environment)
{
    public const string Version = "v";

    public string this[string file] => $"/{file}?{Version}={Hash(environment.WebRootFileProvider.GetFileInfo(file))}";

    private static string Hash(IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
    }
}
