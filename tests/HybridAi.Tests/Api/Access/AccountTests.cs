using HybridAi.Api.Access;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Api.Access;

public sealed class AccountTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync(people: false);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_owner_adds_people_gives_and_takes_roles_and_removes_them()
    {
        var added = (await PostAsync("/v1/users", """{"name":"Ada","password":"a good long password","role":"annotator","project":"mail"}""")).Ok(System.Net.HttpStatusCode.Created);
        added.GetProperty("name").GetString().ShouldBe("ada");
        (await _bench.AskAsync("boss", HttpMethod.Put, "/v1/users/ada/roles/secret", """{"role":"viewer"}""")).Ok().GetProperty("roles").EnumerateObject().Count().ShouldBe(2);
        (await _bench.AskAsync("boss", HttpMethod.Delete, "/v1/users/ada/roles/mail")).Ok().GetProperty("roles").EnumerateObject().Single().Name.ShouldBe("secret");
        ((int)(await _bench.AskAsync("boss", HttpMethod.Put, "/v1/users/ada/password", """{"password":"another long password"}""")).Status).ShouldBe(204);
        (await _bench.SignInAsync("ada", "another long password")).Ok();
        ((int)(await _bench.AskAsync("boss", HttpMethod.Delete, "/v1/users/ada")).Status).ShouldBe(204);
        (await _bench.GetAsync("boss", "/v1/users")).Ok().GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":"ada lovelace","password":"a good long password","role":"viewer","project":"*"}""", 400, "name-invalid", "name")]
    [InlineData("""{"name":"ada","password":"short","role":"viewer","project":"*"}""", 400, "password-length", "password")]
    [InlineData("""{"name":"ada","password":"aaaaaaaaaaaaaaa","role":"viewer","project":"*"}""", 400, "password-weak", "password")]
    [InlineData("""{"name":"ada","password":"a good long password","role":"viewer","project":"nowhere"}""", 404, "project-unknown", null)]
    [InlineData("""{"name":"ada","password":"a good long password","role":"king","project":"*"}""", 400, "json-unreadable", "$.role, line 1, byte 62")]
    [InlineData("""{"name":"boss","password":"a good long password","role":"viewer","project":"*"}""", 409, "user-exists", "name")]
    public async Task What_can_not_be_a_user_is_refused_with_its_reason(string body, int status, string code, string? place)
        => (await PostAsync("/v1/users", body)).Problem.ShouldBe((status, code, place));

    [Fact]
    public async Task The_last_owner_of_everything_stays()
    {
        (await _bench.AskAsync("boss", HttpMethod.Delete, "/v1/users/boss")).Problem.ShouldBe((409, "owner-last", null));
        (await _bench.AskAsync("boss", HttpMethod.Put, "/v1/users/boss/roles/*", """{"role":"viewer"}""")).Problem.ShouldBe((409, "owner-last", null));
        (await _bench.AskAsync("boss", HttpMethod.Delete, "/v1/users/nobody")).Problem.ShouldBe((404, "user-unknown", "name"));

        (await _bench.GetAsync("boss", "/v1/users")).Ok();
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task Only_one_first_owner_is_made_however_many_try(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new UserStore(test.Database, test.Clock);

        var made = await store.AddAsync("ada", "hash", "*", Role.Owner, onlyFirst: true, Cancellation);
        var second = await store.AddAsync("bob", "hash", "*", Role.Owner, onlyFirst: true, Cancellation);

        made.Value.Roles["*"].ShouldBe(Role.Owner);
        second.Fault!.Code.ShouldBe("setup-done");
        (await store.SetRoleAsync("ada", "*", Role.Viewer, Cancellation)).Fault!.Code.ShouldBe("owner-last");
        (await store.FindAsync("ada", Cancellation))!.Stamp.ShouldBe(made.Value.Stamp, "a refused change ends no session");
    }

    [Fact]
    public async Task The_log_says_who_did_what_and_how_it_ended()
    {
        await _bench.SignInAsync("boss", "not the password");
        await _bench.SignInAsync("my secret password", "typed into the wrong field");
        await PostAsync("/v1/users", """{"name":"ada","password":"a good long password","role":"viewer","project":"mail"}""");
        await PostAsync("/v1/users", """{"name":"ada","password":"a good long password","role":"viewer","project":"mail"}""");
        await _bench.AskAsync("boss", HttpMethod.Put, "/v1/budgets/tenant/acme/day", """{"capUsd":1}""");
        await _bench.AskAsync("boss", HttpMethod.Post, "/v1/projects/mail/models/abc/promote", """{"reason":"the words stay out of the log"}""");

        (await _bench.SignInAsync("ada", "a good long password")).Ok();
        await _bench.AskAsync("ada", HttpMethod.Delete, "/v1/budgets/tenant/acme/day");
        var lines = (await _bench.AuditAsync()).Select(line => $"{line.CallerKind} {line.Caller} {line.Action} {line.Project} {line.Target} {line.Outcome}").ToList();

        lines.ShouldContain("Anonymous nobody sign-in  boss refused");
        lines.ShouldContain("Anonymous nobody sign-in  (unknown name) refused");
        lines.ShouldContain("User boss sign-in  boss done");
        lines.ShouldContain("User boss user.add.viewer mail ada done");
        lines.ShouldContain("User boss user.add.viewer mail ada refused user-exists");
        lines.ShouldContain("User boss budget.set  tenant/acme/day done");
        lines.ShouldContain("User boss model.promote mail abc refused 404");
        lines.ShouldContain("User ada access  DELETE /v1/budgets/{scope}/{name}/{period} refused");
        string.Join('\n', lines).ShouldNotContain("words");
        (await _bench.AuditAsync())[^1].RequestId.ShouldNotBeNullOrEmpty();
        (await _bench.GetAsync("boss", "/v1/audit?project=mail&limit=1")).Ok().EnumerateArray().Single().GetProperty("action").GetString().ShouldBe("model.promote");
    }

    private Task<Answer> PostAsync(string path, string body) => _bench.AskAsync("boss", HttpMethod.Post, path, body);
}
