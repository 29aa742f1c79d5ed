using System.CommandLine;
using HybridAi.Api;
using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai serve</c>: the API over the same data directory.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5080", HelpName = "URL" };
        return Verb.Alone("serve", "Serve projects, review and predictions over HTTP.", async (parsed, cancellation) =>
        {
            List<string> settings = [$"--urls={parsed.GetRequiredValue(urls)}"];
            if (parsed.GetValue(CommonOptions.DataDirectory) is { } directory)
                settings.Add($"--{HybridAiOptions.Section}:{nameof(HybridAiOptions.DataDirectory)}={directory}");
            await using var host = ApiHost.Create([.. settings], parsed.GetValue(CommonOptions.Settings));
            await host.RunAsync(cancellation);
            return null;
        }, urls);
    }
}
