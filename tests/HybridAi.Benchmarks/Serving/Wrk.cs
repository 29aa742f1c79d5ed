using System.Diagnostics;
using System.Globalization;

namespace HybridAi.Benchmarks.Serving;

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50Millis">Median time of a request.</param>
/// <param name="P99Millis">99th percentile.</param>
/// <param name="Errors">Answers that were none, or of another status than 2xx and 3xx.</param>
internal sealed record WrkLoad(double PerSecond, double P50Millis, double P99Millis, long Errors);

/// <summary>The load generator <c>wrk</c>, with one thread: the server under test is on the same cores.</summary>
internal static class Wrk
{
    public static async Task<WrkLoad> RunAsync(Uri target, int connections, int seconds, string? bodies = null, string? token = null)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Serving", "load.lua");
        string[] own = bodies is null ? [] : token is null ? [bodies] : [bodies, token];
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", script, target.ToString(), "--", .. own])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk could not be started.");
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var line = said.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"wrk said: {said}");
        double[] figures = [.. line.Split(' ')[1..].Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return new(figures[0] / (figures[1] / 1e6), figures[2] / 1e3, figures[3] / 1e3, (long)figures[4]);
    }
}
