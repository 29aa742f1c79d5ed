using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HybridAi.Api;
using HybridAi.Jobs;
using HybridAi.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Api;

/// <summary>What the server answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, Uri? Location)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public JsonElement this[string property] => Json.GetProperty(property);

    /// <summary>Status, the last part of the problem's type, and its place.</summary>
    public (int Status, string Code, string? Place) Problem
    {
        get
        {
            ContentType.ShouldBe("application/problem+json", Text);
            this["status"].GetInt32().ShouldBe((int)Status);
            this["title"].GetString().ShouldNotBeNullOrEmpty();
            Detail.ShouldNotBeNullOrEmpty();
            var type = this["type"].GetString()!;
            type.ShouldStartWith("urn:hybridai:");
            return ((int)Status, type["urn:hybridai:".Length..], Json.TryGetProperty("place", out var place) ? place.GetString() : null);
        }
    }

    public string Detail => this["detail"].GetString()!;

    public JsonElement Ok(HttpStatusCode expected = HttpStatusCode.OK)
    {
        Status.ShouldBe(expected, Text);
        return Json;
    }

    public IReadOnlyList<JsonElement> Lines()
    {
        (Status, ContentType).ShouldBe((HttpStatusCode.OK, "application/x-ndjson"), Text);
        return [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}

/// <summary>The whole host on a real port, over an empty data directory, with what it logs.</summary>
internal sealed class ApiBench : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ApiBench(TestFolder folder, WebApplication app, CapturedLog log)
        => (_folder, _app, Log, _client) = (folder, app, log, new() { BaseAddress = new(app.Urls.Single()) });

    public CapturedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => _client.BaseAddress!;

    public string DataDirectory => _folder.Root;

    public IDatabase Database => Services.GetRequiredService<IDatabase>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<ApiBench> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>A host with services of the test's own beside the product's.</summary>
    public static async Task<ApiBench> StartAsync(Action<IServiceCollection> services, params string[] settings)
    {
        var folder = new TestFolder();
        var log = new CapturedLog();
        var answers = Repository.Path("data", "recorded-answers.jsonl");
        var app = ApiHost.Create(
            [
                "--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={folder.Root}",
                "--HybridAi:Jobs:ProgressSeconds=0.05", "--HybridAi:Jobs:PollSeconds=0.05", "--HybridAi:Decisions:AuditShare=0",
                $"--HybridAi:Llm:Models:small:AnswersFile={answers}", $"--HybridAi:Llm:Models:large:AnswersFile={answers}", .. settings,
            ],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(log);
                services(builder.Services);
            });
        await app.StartAsync(Cancellation);
        return new(folder, app, log);
    }

    public Task<Answer> GetAsync(string path, string? accept = null, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Get, path, null, accept, headers: headers);

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, path, Content(JsonSerializer.Serialize(body), "application/json"), headers: headers);

    public Task<Answer> PostAsync(string path, string body, string? contentType) => SendAsync(HttpMethod.Post, path, Content(body, contentType));

    public Task<Answer> PutAsync(string path, object body) => PutAsync(path, JsonSerializer.Serialize(body), "application/json");

    public Task<Answer> PutAsync(string path, string body, string? contentType) => SendAsync(HttpMethod.Put, path, Content(body, contentType));

    /// <summary>A small project with the labels bill and login, and records r1 to r6, of which r1 to r4 have a trusted label.</summary>
    public async Task SeedMailAsync()
    {
        (await PutAsync("/v1/projects/mail", """
            {"text":"text","label":"label","id":"id","labels":[{"name":"bill","definition":"invoices and payments"},{"name":"login","definition":"signing in, passwords"}]}
            """, "application/json")).Ok();
        (await PostAsync("/v1/projects/mail/ingestions?source=mail.csv", """
            id,text,label
            r1,The invoice is wrong,bill
            r2,My password was refused,login
            r3,Please send the invoice again,bill
            r4,Signing in takes for ever,login
            r5,I paid twice,
            r6,Locked out since noon,
            """, "text/csv")).Ok();
    }

    /// <summary>Hands in a job and waits for its end.</summary>
    public async Task<Job> RunAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        var accepted = await PostAsync(path, body, headers);
        var id = accepted.Ok(HttpStatusCode.Accepted).GetProperty("id").GetString()!;
        accepted.Location!.ToString().ShouldBe($"/v1/jobs/{id}");
        return (await Services.GetRequiredService<JobDesk>().WhenEndedAsync(id, Cancellation)).Value;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? accept = null, string? fetchSite = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        if (fetchSite is not null) request.Headers.Add("Sec-Fetch-Site", fetchSite);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await _client.SendAsync(request, Cancellation);
        return new(
            response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static ByteArrayContent Content(string body, string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }
}
