using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Serve;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.Telemetry;

/// <summary>Prometheus' own programs, where there are any.</summary>
internal static class PrometheusPrograms
{
    private const string PromtoolVariable = "HYBRIDAI_TEST_PROMTOOL";
    private const string PrometheusVariable = "HYBRIDAI_TEST_PROMETHEUS";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Skips the test, with the reason, where no promtool is named.</summary>
    public static string Promtool() => Named(PromtoolVariable);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Three predictions of a project without an answer: the labeller of the only tier is of another version than the route was chosen for.</summary>
    public static async Task TrafficAsync(ApiBench api)
    {
        await api.SeedMailAsync();
        var routes = api.Services.GetRequiredService<RouteStore>();
        var route = await routes.SaveAsync(ServeBench.RouteOver((TierNames.Lexical, FakeLabeller.Sure("lexical", "bill", 1), null)), Cancellation);
        await routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
        (await api.PostAsync("/v1/projects/mail/predict", new { items = new[] { new { text = "one" }, new { text = "two" }, new { text = "three" } } })).Ok();
    }

    /// <summary>A Prometheus that scrapes the server every second; skips the test, with the reason, where none is named.</summary>
    public static async Task<PrometheusServer> ServeAsync(Uri target)
    {
        var program = Named(PrometheusVariable);
        var folder = new TestFolder();
        var config = Path.Combine(folder.Root, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
              - job_name: hybridai
                static_configs: [ { targets: ["{{target.Authority}}"] } ]
            """, Cancellation);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = ((IPEndPoint)free.LocalEndpoint).ToString();
        free.Stop();
        var start = new ProcessStartInfo(
            program, [$"--config.file={config}", $"--storage.tsdb.path={Path.Combine(folder.Root, "data")}", $"--web.listen-address={address}", "--log.level=error"]);
        return new(folder, Process.Start(start)!, new() { BaseAddress = new($"http://{address}") });
    }

    private static string Named(string variable)
    {
        var program = Environment.GetEnvironmentVariable(variable) ?? "";
        Assert.SkipUnless(File.Exists(program), $"{variable} names no program.");
        return program;
    }
}

/// <summary>A running Prometheus, gone with its data when disposed of.</summary>
internal sealed class PrometheusServer(TestFolder folder, Process process, HttpClient client) : IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The first series that a query finds, once there is one; a minute at most.</summary>
    public async Task<JsonElement> AskAsync(string query)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Cancellation);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        while (await tick.WaitForNextTickAsync(both.Token))
        {
            try
            {
                using var answer = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", both.Token));
                if (answer.RootElement.GetProperty("data").GetProperty("result") is var result && result.GetArrayLength() > 0) return result[0].Clone();
            }
            catch (HttpRequestException)
            {
                // It is not up yet.
            }
        }

        throw new TimeoutException();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        folder.Dispose();
    }
}
