using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Tests.Api.OpenAi;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.Access;

public class ApiKeyTests
{
    private static readonly KeyPurpose Shop = new("shop", [Scope.Predict], "*", "acme");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task A_secret_is_shown_once_and_kept_as_a_hash(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var keys = new ApiKeyStore(test.Database, test.Clock);

        var issued = (await keys.CreateAsync(Shop, null, Cancellation)).Value;

        issued.Secret.ShouldMatch("^hai_[A-Za-z0-9_-]{43}$");
        issued.Secret.ShouldStartWith(issued.Key.Prefix);
        JsonSerializer.Serialize(await keys.ListAsync(Cancellation)).ShouldNotContain(issued.Secret);
        (await keys.FindAsync(issued.Secret, Cancellation))!.Purpose.ToCaller().ShouldBeEquivalentTo(Shop.ToCaller());
        (await keys.FindAsync(issued.Secret + "x", Cancellation)).ShouldBeNull();
        (await keys.CreateAsync(Shop, null, Cancellation)).Fault!.Code.ShouldBe("key-exists");
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task A_rotated_key_has_two_secrets_until_the_overlap_is_over(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var keys = new ApiKeyStore(test.Database, test.Clock);
        var first = (await keys.CreateAsync(Shop, test.Clock.GetUtcNow().AddDays(30), Cancellation)).Value;
        async Task<KeyState> StateAsync(IssuedKey key) => (await keys.FindAsync(key.Secret, Cancellation))!.StateAt(test.Clock.GetUtcNow());

        test.Clock.Advance(TimeSpan.FromDays(10));
        var second = (await keys.RotateAsync("shop", TimeSpan.FromHours(24), null, Cancellation)).Value;
        (await StateAsync(first)).ShouldBe(KeyState.Valid);
        test.Clock.Advance(TimeSpan.FromHours(25));

        (await StateAsync(first)).ShouldBe(KeyState.Expired);
        (await StateAsync(second)).ShouldBe(KeyState.Valid);
        second.Key.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddDays(40), "as long a life as the first was given");
        test.Clock.Advance(TimeSpan.FromDays(30));
        (await StateAsync(second)).ShouldBe(KeyState.Expired);
        await keys.RevokeAsync("shop", Cancellation);
        (await StateAsync(second)).ShouldBe(KeyState.Revoked);
        (await keys.RotateAsync("shop", TimeSpan.Zero, null, Cancellation)).Fault!.Code.ShouldBe("key-revoked");
        (await keys.RotateAsync("none", TimeSpan.Zero, null, Cancellation)).Fault!.Code.ShouldBe("key-unknown");
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task Its_last_use_is_known_to_the_minute(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var keys = new ApiKeyStore(test.Database, test.Clock);
        var secret = (await keys.CreateAsync(Shop, null, Cancellation)).Value.Secret;
        var used = test.Clock.GetUtcNow();

        await keys.FindAsync(secret, Cancellation);
        test.Clock.Advance(TimeSpan.FromSeconds(30));
        await keys.FindAsync(secret, Cancellation);
        (await keys.ListAsync(Cancellation)).Single().LastUsedAt.ShouldBe(used);

        test.Clock.Advance(TimeSpan.FromSeconds(31));
        await keys.FindAsync(secret, Cancellation);
        (await keys.ListAsync(Cancellation)).Single().LastUsedAt.ShouldBe(test.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Over_http_a_key_does_what_its_scopes_say_on_its_project()
    {
        await using var bench = await AccessBench.StartAsync(people: false);
        var reader = await bench.KeyAsync("reader", "mail", Scope.Read);
        var feeder = await bench.KeyAsync("feeder", "*", Scope.Ingest, Scope.Read);

        (await bench.GetAsync(reader, "/v1/projects/mail")).Ok();
        (await bench.GetAsync(reader, "/v1/projects/secret")).Problem.ShouldBe((404, "project-unknown", null));
        (await bench.AskAsync(reader, HttpMethod.Post, "/v1/projects/mail/predict", """{"text":"a"}""")).Problem.ShouldBe((403, "right-missing", null));
        (await bench.AskAsync(feeder, HttpMethod.Post, "/v1/projects/secret/datasets", "{}")).Problem.ShouldBe((403, "right-missing", null));
        (await bench.GetAsync(feeder, "/v1/session")).Ok().GetProperty("rights").GetProperty("*").GetRawText().ShouldBe("""["read","ingest"]""");
        (await bench.GetAsync(feeder, "/v1/users")).Problem.ShouldBe((403, "right-missing", null));
        (await bench.GetAsync("hai_nonsense", "/v1/projects")).Problem.ShouldBe((401, "key-refused", null));
    }

    [Fact]
    public async Task Over_http_keys_are_made_listed_rotated_and_revoked()
    {
        await using var bench = await AccessBench.StartAsync(people: false);
        var made = (await bench.AskAsync("boss", HttpMethod.Post, "/v1/keys", """{"name":"shop","scopes":["read"],"project":"mail","tenant":"acme","days":30}""")).Ok(System.Net.HttpStatusCode.Created);
        var secret = made.GetProperty("secret").GetString()!;

        (await bench.GetAsync("boss", "/v1/keys")).Text.ShouldNotContain(secret);
        var next = (await bench.AskAsync("boss", HttpMethod.Post, "/v1/keys/shop/rotate", """{"overlapHours":0}""")).Ok(System.Net.HttpStatusCode.Created).GetProperty("secret").GetString()!;
        var expired = await bench.GetAsync(secret, "/v1/projects");
        expired.Problem.ShouldBe((401, "key-refused", null));
        expired.Detail.ShouldBe("The API key 'shop' has expired.");
        (await bench.GetAsync(next, "/v1/projects")).Ok();
        ((int)(await bench.AskAsync("boss", HttpMethod.Delete, "/v1/keys/shop")).Status).ShouldBe(204);
        (await bench.GetAsync(next, "/v1/projects")).Detail.ShouldBe("The API key 'shop' was revoked.");
        (await bench.GetAsync("boss", "/v1/keys")).Ok().EnumerateArray().Select(key => key.GetProperty("state").GetString()).ShouldBe(["revoked", "revoked"]);
    }

    [Theory]
    [InlineData("""{"name":"a b","scopes":["read"],"project":"*"}""", 400, "name-invalid")]
    [InlineData("""{"name":"k","scopes":[],"project":"*"}""", 400, "request-invalid")]
    [InlineData("""{"name":"k","scopes":["everything"],"project":"*"}""", 400, "json-unreadable")]
    [InlineData("""{"name":"k","scopes":["read"],"project":"nowhere"}""", 404, "project-unknown")]
    [InlineData("""{"name":"k","scopes":["read"],"project":"*","days":-1}""", 400, "request-invalid")]
    [InlineData("""{"name":"k","scopes":["read"],"project":"*","tenant":" "}""", 400, "tenant-invalid")]
    public async Task What_can_not_be_a_key_is_refused_with_its_reason(string body, int status, string code)
    {
        await using var bench = await AccessBench.StartAsync(people: false);

        var (seen, said, _) = (await bench.AskAsync("boss", HttpMethod.Post, "/v1/keys", body)).Problem;

        (seen, said).ShouldBe((status, code));
    }

    [Fact]
    public async Task OpenAi_clients_call_with_a_key_and_are_booked_under_it()
    {
        await using var front = await FrontBench.StartAsync();
        front.Provider.Says("hello");
        await front.Api.SeedMailAsync();
        var accounts = front.Api.Services.GetRequiredService<Accounts>();
        var chat = (await accounts.CreateKeyAsync(Caller.CommandLine, new("shop", [Scope.Predict], "mail", "acme"), null, Cancellation)).Value.Secret;
        var reader = (await accounts.CreateKeyAsync(Caller.CommandLine, new("reader", [Scope.Read], "mail", null), null, Cancellation)).Value.Secret;
        const string body = """{"model":"cheap","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";
        await front.Api.Services.GetRequiredService<HybridAi.Llm.Gateway.BudgetStore>().SetAsync(
            new(new(HybridAi.Llm.Gateway.BudgetScope.Key, "shop", HybridAi.Llm.Gateway.BudgetPeriod.Day), 5), Cancellation);

        using var nobody = await front.ChatAsync(body);
        using var other = await front.ChatAsync(body, ("Authorization", $"Bearer {reader}"));
        using var answered = await front.ChatAsync(body, ("Authorization", $"Bearer {chat}"));
        using var elsewhere = await front.ChatAsync(body, ("Authorization", $"Bearer {chat}"), ("x-hybridai-project", "secret"));

        await RefusedAsync(nobody, 401, "invalid_api_key");
        await RefusedAsync(other, 404, "project_unknown");
        await RefusedAsync(elsewhere, 404, "project_unknown");
        ((int)answered.StatusCode).ShouldBe(200);
        (await front.LinesAsync(1, "mail")).ShouldHaveSingleItem();
        (await front.Api.Services.GetRequiredService<HybridAi.Llm.Gateway.BudgetStore>().ListAsync(Cancellation)).Single().SpentUsd.ShouldBeGreaterThan(0);
    }

    private static async Task RefusedAsync(HttpResponseMessage response, int status, string code)
    {
        ((int)response.StatusCode).ShouldBe(status);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error");
        (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()).ShouldBe(("invalid_request_error", code));
    }
}
