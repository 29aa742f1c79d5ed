using HybridAi.Api.Access;
using HybridAi.Tests.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Tests.Api.Access;

public sealed class SessionTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync(people: false);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_cookie_is_out_of_scripts_reach_and_of_this_site()
    {
        using var http = new HttpClient { BaseAddress = _bench.Api.Address };
        using var response = await http.PostAsync("/v1/session", new StringContent($$"""{"name":"Boss","password":"{{AccessBench.Password}}"}""", null, "application/json"), Cancellation);

        var cookie = response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();

        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_locked_user_get_the_same_answer()
    {
        var wrong = await _bench.SignInAsync("boss", "not the password");
        var unknown = await _bench.SignInAsync("nobody at all", "not the password");
        for (var i = 0; i < 4; i++) await _bench.SignInAsync("boss", "not the password");
        var locked = await _bench.SignInAsync("boss");

        wrong.Problem.ShouldBe((401, "sign-in-refused", null));
        unknown.Text.ShouldBe(wrong.Text);
        locked.Text.ShouldBe(wrong.Text);
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task Five_failures_make_one_wait_ever_longer_and_a_success_forgets_them(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var (users, attempts) = (new UserStore(test.Database, test.Clock), new Attempts(test.Database, test.Clock));
        (await users.AddAsync("ada", "hash", "*", Role.Owner, onlyFirst: true, Cancellation)).Fault.ShouldBeNull();
        async Task<bool> Try() => await attempts.CountAsync("ada", Cancellation);

        for (var i = 0; i < 5; i++) (await Try()).ShouldBeTrue();
        (await Try()).ShouldBeFalse();
        test.Clock.Advance(TimeSpan.FromSeconds(31));
        (await Try()).ShouldBeTrue();
        test.Clock.Advance(TimeSpan.FromSeconds(31));
        (await Try()).ShouldBeFalse("the second wait is twice as long");
        test.Clock.Advance(TimeSpan.FromSeconds(31));
        await attempts.ForgetAsync("ada", Cancellation);
        (await Try()).ShouldBeTrue();
        (await attempts.CountAsync("nobody", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_tries_at_once_get_no_more_guesses()
    {
        await using var test = await TestDatabase.CreateAsync();
        await new UserStore(test.Database, test.Clock).AddAsync("ada", "hash", "*", Role.Owner, onlyFirst: true, Cancellation);
        var attempts = new Attempts(test.Database, test.Clock);

        var counted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => attempts.CountAsync("ada", Cancellation)));

        counted.Count(let => let).ShouldBe(5);
    }

    [Fact]
    public async Task Sessions_end_when_password_or_role_changes_and_when_the_user_is_removed()
    {
        await _bench.AddAsync("ada", "mail", Role.Viewer);
        await _bench.AddAsync("bob", "mail", Role.Viewer);
        await _bench.AddAsync("cyd", "mail", Role.Viewer);
        foreach (var name in new[] { "ada", "bob", "cyd" }) (await _bench.GetAsync(name, "/v1/projects/mail")).Ok();

        await _bench.Accounts.SetPasswordAsync(Caller.CommandLine, "ada", "another long password", Cancellation);
        await _bench.Accounts.SetRoleAsync(Caller.CommandLine, "bob", "mail", Role.Owner, Cancellation);
        await _bench.Accounts.RemoveUserAsync(Caller.CommandLine, "cyd", Cancellation);

        foreach (var name in new[] { "ada", "bob", "cyd" }) (await _bench.GetAsync(name, "/v1/projects/mail")).Problem.ShouldBe((401, "sign-in-needed", null));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "none", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("X-Nothing", "said", 403)]
    public async Task With_a_cookie_only_pages_of_this_server_change_anything(string header, string value, int status)
    {
        const string budget = "/v1/budgets/tenant/acme/day";

        var answer = await _bench.AskAsync("boss", HttpMethod.Put, budget, """{"capUsd":1}""", (header, value));

        ((int)answer.Status).ShouldBe(status, answer.Text);
        (await _bench.AskAsync("boss", HttpMethod.Get, "/v1/budgets", null, ("X-Nothing", "said"))).Ok().GetArrayLength().ShouldBe(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task An_origin_of_this_server_does_where_a_browser_says_nothing_more()
        => (await _bench.AskAsync("boss", HttpMethod.Put, "/v1/budgets/tenant/acme/day", """{"capUsd":1}""", ("Origin", _bench.Api.Address.GetLeftPart(UriPartial.Authority)))).Ok();

    [Fact]
    public async Task A_hash_with_fewer_rounds_is_renewed_at_sign_in()
    {
        var users = _bench.Api.Services.GetRequiredService<UserStore>();
        var weak = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword("boss", AccessBench.Password);
        await users.SetPasswordAsync("boss", weak, Cancellation);

        (await _bench.SignInAsync("boss")).Ok();

        var renewed = (await users.FindAsync("boss", Cancellation))!.PasswordHash;
        renewed.ShouldNotBe(weak);
        // The format's fourth to eighth byte after marker and function: the rounds.
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(renewed).AsSpan(5)).ShouldBe(Passwords.Iterations);
    }

    [Fact]
    public async Task One_changes_ones_own_password_with_the_present_one()
    {
        (await _bench.AskAsync("boss", HttpMethod.Put, "/v1/session/password", """{"present":"wrong","password":"a much better one"}""")).Problem.ShouldBe((401, "sign-in-refused", null));
        (await _bench.AskAsync("boss", HttpMethod.Put, "/v1/session/password", $$"""{"present":"{{AccessBench.Password}}","password":"short"}""")).Problem.ShouldBe((400, "password-length", "password"));
        ((int)(await _bench.AskAsync("boss", HttpMethod.Put, "/v1/session/password", $$"""{"present":"{{AccessBench.Password}}","password":"a much better one"}""")).Status).ShouldBe(204);

        (await _bench.SignInAsync("boss")).Problem.ShouldBe((401, "sign-in-refused", null));
        (await _bench.SignInAsync("boss", "a much better one")).Ok();
    }

    [Fact]
    public async Task The_keys_that_protect_cookies_stand_in_the_data_directory()
    {
        (await _bench.SignInAsync("boss")).Ok();

        Directory.GetFiles(Path.Combine(_bench.Api.DataDirectory, "keys"), "key-*.xml").ShouldHaveSingleItem();
    }
}
