using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Api;

/// <summary>A host whose mail project answers by matched terms, and a key for all of it.</summary>
internal sealed class LaneBench : IAsyncDisposable
{
    public const string Predict = "/v1/projects/mail/predict";

    private LaneBench(ApiBench api, string secret)
    {
        (Api, Secret, Client) = (api, secret, new() { BaseAddress = api.Address });
        Client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
    }

    public ApiBench Api { get; }

    public string Secret { get; }

    public HttpClient Client { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LaneBench> StartAsync(params string[] settings)
    {
        var api = await ApiBench.StartAsync(settings);
        await api.SeedMailAsync();
        (await api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(System.Net.HttpStatusCode.Created);
        await api.RunAsync("/v1/projects/mail/routes", new { tiers = new[] { new { tier = TierNames.Lexical, labeller = "lexical" } } });
        return new(api, await KeyAsync(api, "load", "admin"));
    }

    public static async Task<string> KeyAsync(ApiBench api, string name, string scope, params (string Name, string Value)[] headers)
        => (await api.PostAsync("/v1/keys", new { name, scopes = new[] { scope }, project = "*" }, headers)).Ok(System.Net.HttpStatusCode.Created).GetProperty("secret").GetString()!;

    public async Task<HttpResponseMessage> PostAsync(string path, string body, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Client.SendAsync(request, Cancellation);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Cancellation);
        return await JsonOf(answer);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
        => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;

    /// <summary>Status and the last part of the problem's type.</summary>
    public static async Task<(int Status, string Code)> ProblemOf(HttpResponseMessage answer)
        => ((int)answer.StatusCode, (await JsonOf(answer)).GetProperty("type").GetString()!["urn:hybridai:".Length..]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
    }
}
