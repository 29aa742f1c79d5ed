using System.Net.Http.Headers;
using System.Text;
using HybridAi.Storage;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.OpenAi;

/// <summary>
/// The host with a loopback provider behind it: <c>cheap</c> can chat, <c>dear</c> can do everything and costs ten times as much,
/// <c>embed</c> embeds; beside them the recorded <c>small</c> and <c>large</c>, whose prices nobody stated.
/// </summary>
internal sealed class FrontBench : IAsyncDisposable
{
    private readonly HttpClient _http;

    private FrontBench(ApiBench api, LoopbackOpenAi provider) => (Api, Provider, _http) = (api, provider, new() { BaseAddress = api.Address });

    public ApiBench Api { get; }

    public LoopbackOpenAi Provider { get; }

    public Uri Address => new(Api.Address, "/v1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<FrontBench> StartAsync(params string[] settings)
    {
        var provider = await LoopbackOpenAi.StartAsync();
        return new(await ApiBench.StartAsync([.. Models(provider.Endpoint), .. settings]), provider);
    }

    public Task<HttpResponseMessage> ChatAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/v1/chat/completions", body, "application/json", headers);

    public async Task<HttpResponseMessage> PostAsync(string path, string body, string contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType)) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await _http.SendAsync(request, Cancellation);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, Cancellation);

    /// <summary>The lines of model calls, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> LinesAsync(int count, string project = "default")
    {
        var ledger = Api.Services.GetRequiredService<Ledger>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var lines = await ledger.ReadAsync(project, LedgerKind.ModelCall, Cancellation);
            if (lines.Count >= count) return lines;
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Api.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static IEnumerable<string> Models(Uri endpoint)
    {
        string Setting(string alias, string name, object value) => $"--HybridAi:Llm:Models:{alias}:{name}={value}";
        foreach (var (alias, price) in new[] { ("cheap", 1), ("dear", 10) })
        {
            yield return Setting(alias, "Provider", "openai");
            yield return Setting(alias, "Model", $"served-{alias}");
            yield return Setting(alias, "Endpoint", endpoint);
            yield return Setting(alias, "InputUsdPerMillion", price);
            yield return Setting(alias, "OutputUsdPerMillion", 2 * price);
        }

        yield return Setting("cheap", "ContextTokens", 1000);
        yield return Setting("dear", "Capabilities:Tools", true);
        yield return Setting("dear", "Capabilities:Logprobs", true);
        yield return Setting("cheap", "Capabilities:JsonSchema", false);
        yield return Setting("embed", "Kind", "Embedding");
        yield return Setting("embed", "Provider", "openai");
        yield return Setting("embed", "Model", "served-embed");
        yield return Setting("embed", "Endpoint", endpoint);
        yield return Setting("embed", "InputUsdPerMillion", 2);
    }
}
