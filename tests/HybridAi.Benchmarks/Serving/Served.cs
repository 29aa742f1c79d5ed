using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Text;

namespace HybridAi.Benchmarks.Serving;

/// <summary>The product in a process of its own over a data directory, as its users see it: through HTTP alone.</summary>
internal sealed class Served : IAsyncDisposable
{
    public const string Project = "banking";

    private readonly Process _process;

    private Served(Process process, Uri address, TimeSpan untilFirst)
        => (_process, Address, Client, UntilAnswer) = (process, address, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) }, untilFirst);

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>From the start of the process to the first answer that was asked for.</summary>
    public TimeSpan UntilAnswer { get; }

    /// <summary>Resident memory now, in MB.</summary>
    public double ResidentMegabytes => Kilobytes("VmRSS") / 1024;

    /// <summary>The most resident memory so far, in MB.</summary>
    public double PeakMegabytes => Kilobytes("VmHWM") / 1024;

    /// <summary>Processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the product and asks until the first answer.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="ask">The first request; its answer must be a success.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<Served> StartAsync(string directory, Func<HttpClient, Task<HttpResponseMessage>> ask, params string[] settings)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = Stopwatch.GetTimestamp();
        var process = OwnProcess.Start(["serving-host", $"--urls={address}", $"--HybridAi:DataDirectory={directory}", "--Logging:LogLevel:Default=Warning", .. settings]);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var client = new HttpClient { BaseAddress = address };
        while (true)
        {
            try
            {
                using var answer = await ask(client);
                if (answer.IsSuccessStatusCode) return new(process, address, Stopwatch.GetElapsedTime(start));
                throw new InvalidOperationException($"The first answer was {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(5);
            }
        }
    }

    /// <summary>A project with the rows of a file, a model of each seed, and a route along each; the last one is live.</summary>
    /// <returns>The routes' hashes.</returns>
    public async Task<IReadOnlyList<string>> TeachAsync(string train, params int[] seeds)
    {
        var labels = Table.Read(train, "text", "category").Labels.Distinct().Order(StringComparer.Ordinal).ToList();
        await SendAsync(HttpMethod.Put, "", JsonContent.Create(new { text = "text", label = "category", labels = labels.Select(name => new { name, definition = name }) }));
        var file = new ByteArrayContent(await File.ReadAllBytesAsync(train));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await SendAsync(HttpMethod.Post, "/ingestions?source=train.csv", file);
        await SendAsync(HttpMethod.Post, "/datasets", JsonContent.Create(new { }));
        var routes = new List<string>();
        foreach (var seed in seeds)
        {
            var model = (await JobAsync("/models", new { seed })).GetProperty("model").GetString();
            await JobAsync("/routes", new { tiers = new[] { new { tier = "classical", labeller = $"model:{model}", costPerCallUsd = 0 } } });
            routes.Add((await SendAsync(HttpMethod.Get, "/routes/live")).GetProperty("hash").GetString()!);
        }

        return routes;
    }

    /// <summary>A key for predictions; with it open mode has ended.</summary>
    public async Task<string> KeyAsync()
    {
        using var answer = await Client.PostAsJsonAsync("/v1/keys", new { name = "load", scopes = new[] { "admin" }, project = "*" });
        var token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return token;
    }

    /// <summary>Returns when the process rests: what it answered before is accounted for, and holds up nobody who is measured next.</summary>
    public async Task RestAsync()
    {
        var span = TimeSpan.FromMilliseconds(500);
        TimeSpan before;
        do
        {
            before = ProcessorTime;
            await Task.Delay(span);
        }
        while (ProcessorTime - before > span / 10);
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, $"/v1/projects/{Project}{path}") { Content = content };
        using var answer = await Client.SendAsync(request);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted))
            throw new InvalidOperationException($"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])?.Dispose();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<JsonElement> JobAsync(string path, object body)
    {
        var id = (await SendAsync(HttpMethod.Post, path, JsonContent.Create(body))).GetProperty("id").GetString();
        while (true)
        {
            var job = await Client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{id}");
            if (job.GetProperty("state").GetString() == "done") return job.GetProperty("result");
            if (job.GetProperty("state").GetString() is "failed" or "cancelled") throw new InvalidOperationException(job.ToString());
            await Task.Delay(50);
        }
    }

    private double Kilobytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
