using System.CommandLine;
using HybridAi.Api;
using HybridAi.Cli.Terminal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai serve</c>: the API over the same data directory.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5080", HelpName = "URL" };
        return Verb.Alone("serve", "Serve projects, review and predictions over HTTP.", async (parsed, cancellation) =>
        {
            await using var host = ApiHost.Create([], builder => Configure(builder, parsed, parsed.GetRequiredValue(urls)));
            await host.StartAsync(cancellation);
            await host.WaitForShutdownAsync(cancellation);
            return null;
        }, urls);
    }

    private static void Configure(WebApplicationBuilder builder, ParseResult parsed, string urls)
    {
        builder.Configuration.AddSettings(parsed.GetValue(CommonOptions.Settings), parsed.GetValue(CommonOptions.DataDirectory));
        builder.WebHost.UseUrls(urls);
    }
}
