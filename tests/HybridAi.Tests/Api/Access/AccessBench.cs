using System.Text;
using System.Text.Json;
using HybridAi.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.Access;

/// <summary>A host with an owner, people of every role on the project mail, and a second project that is none of theirs.</summary>
internal sealed class AccessBench : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private readonly Dictionary<string, string> _cookies = [];
    private readonly HttpClient _http;

    private AccessBench(ApiBench api) => (Api, _http) = (api, new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = api.Address });

    public ApiBench Api { get; }

    public Accounts Accounts => Api.Services.GetRequiredService<Accounts>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AccessBench> StartAsync(bool people = true)
    {
        var api = await ApiBench.StartAsync();
        await api.SeedMailAsync();
        (await api.PutAsync("/v1/projects/secret", """{"text":"text","label":"label","id":"id","labels":[{"name":"a","definition":"a"},{"name":"b","definition":"b"}]}""", "application/json")).Ok();
        var bench = new AccessBench(api);
        await bench.AddAsync("boss", Grant.EveryProject, Role.Owner);
        if (!people) return bench;
        foreach (var role in Enum.GetValues<Role>()) await bench.AddAsync(role.ToString().ToLowerInvariant(), "mail", role);
        return bench;
    }

    public async Task AddAsync(string name, string project, Role role)
        => (await Accounts.AddUserAsync(Caller.CommandLine, name, Password, project, role, Cancellation)).Fault.ShouldBeNull();

    /// <summary>A key's secret.</summary>
    public async Task<string> KeyAsync(string name, string project, params Scope[] scopes)
        => (await Accounts.CreateKeyAsync(Caller.CommandLine, new(name, scopes, project, null), null, Cancellation)).Value.Secret;

    /// <summary>Signs in and keeps the cookie.</summary>
    public async Task<Answer> SignInAsync(string name, string password = Password)
    {
        using var response = await RawAsync(HttpMethod.Post, "/v1/session", JsonSerializer.Serialize(new { name, password }));
        if (response.Headers.TryGetValues("Set-Cookie", out var set)) _cookies[name] = set.Single().Split(';')[0];
        return await AnswerAsync(response);
    }

    /// <summary>As a user (signing in when needed), with a key (a secret), or as nobody (null).</summary>
    public async Task<Answer> AskAsync(string? caller, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(caller, method, path, body, headers);
        return await AnswerAsync(response);
    }

    public Task<Answer> GetAsync(string? caller, string path) => AskAsync(caller, HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(string? caller, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        if (caller?.StartsWith(KeySecret.Start, StringComparison.Ordinal) == true) return await RawAsync(method, path, body, [("Authorization", $"Bearer {caller}"), .. headers]);
        if (caller is null) return await RawAsync(method, path, body, headers);
        if (!_cookies.ContainsKey(caller)) (await SignInAsync(caller)).Ok();
        return await RawAsync(method, path, body, [("Cookie", _cookies[caller]), .. headers.Length == 0 ? [("Sec-Fetch-Site", "same-origin")] : headers]);
    }

    public async Task<IReadOnlyList<AuditLine>> AuditAsync() => [.. (await Api.Services.GetRequiredService<AuditLog>().ReadAsync(null, null, 1_000, Cancellation)).Reverse()];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Api.DisposeAsync();
    }

    private async Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request, Cancellation);
    }

    private static async Task<Answer> AnswerAsync(HttpResponseMessage response) => new(
        response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location);
}
