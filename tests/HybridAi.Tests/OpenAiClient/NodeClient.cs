using System.Diagnostics;
using System.Text.Json;

namespace HybridAi.Tests.OpenAiClient;

/// <summary>OpenAI's official client for Node, where there is one.</summary>
internal static class NodeClient
{
    private const string Variable = "HYBRIDAI_TEST_NODE";

    /// <summary>Runs a scenario of client.mjs against a server; the test is skipped, with the reason, where the client is not installed.</summary>
    public static async Task<JsonElement> RunAsync(Uri server, string scenario, string model, params string[] headers)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) ?? "";
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, "node_modules", "openai", "package.json")),
            $"{Variable} names no folder in which 'npm install' of tests/HybridAi.Tests/OpenAiClient/package.json was run.");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Repository.Path("tests", "HybridAi.Tests", "OpenAiClient", "client.mjs"), folder, server.ToString(), scenario, model, .. headers])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var (output, error) = (
            node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }
}
