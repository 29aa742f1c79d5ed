using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace HybridAi.Benchmarks.Serving;

/// <summary>The FastAPI peer with two workers; null where Debian's packages are not there.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private const int Port = 18_431;
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public static Uri Predict { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/predict"));

    public static async Task<Peer?> StartAsync(string train)
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python) || !await ImportsAsync(Python)) return null;
        var start = new ProcessStartInfo(
            Python,
            [
                "-m", "uvicorn", "peer:app", "--app-dir", Path.Combine(AppContext.BaseDirectory, "Serving"), "--port", Port.ToString(CultureInfo.InvariantCulture), "--workers", "2",
                "--log-level", "warning", "--no-access-log",
            ])
        {
            UseShellExecute = false,
        };
        start.Environment["PEER_TRAIN"] = train;
        var peer = new Peer(Process.Start(start)!);
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 1_200; attempt++)
        {
            try
            {
                using var answer = await client.PostAsJsonAsync(Predict, new { text = "Where is my card?" });
                // The other worker learns from the same file and is as far by then, or nearly.
                if (answer.IsSuccessStatusCode) return peer;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        await peer.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> ImportsAsync(string python)
    {
        using var asked = Process.Start(new ProcessStartInfo(python, ["-c", "import fastapi, uvicorn, sklearn"]) { RedirectStandardError = true, UseShellExecute = false })!;
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0;
    }
}
