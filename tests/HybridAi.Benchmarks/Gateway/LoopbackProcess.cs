using System.Diagnostics;
using System.Globalization;
using HybridAi.Tests.Llm;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>The loopback provider in a process of its own, so that neither its memory nor its garbage counts as the gateway's.</summary>
internal sealed class LoopbackProcess : IAsyncDisposable
{
    private readonly Process _process;

    private LoopbackProcess(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public static async Task<LoopbackProcess> StartAsync(TimeSpan latency)
    {
        var process = OwnProcess.Start("loopback", "--latency", latency.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        var endpoint = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The loopback provider did not start.");
        return new LoopbackProcess(process, new Uri(endpoint));
    }

    /// <summary>The other side: serves until its starter goes away.</summary>
    public static async Task<int> ServeAsync(CommandOptions options, TextReader input, TextWriter output)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        (server.Delay, server.Remembers, server.CountsTokens) = (TimeSpan.FromMilliseconds(options.Number("--latency", 0)), false, true);
        await output.WriteLineAsync(server.Endpoint.ToString());
        await input.ReadLineAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
