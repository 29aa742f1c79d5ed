using HybridAi.Api;
using HybridAi.Api.Access;
using HybridAi.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Tests.Api.Access;

public class OpenModeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_user_or_key_everything_is_open_until_the_first_one_comes()
    {
        await using var api = await ApiBench.StartAsync();
        (await api.GetAsync("/v1/session")).Ok().GetProperty("kind").GetString().ShouldBe("open");
        (await api.GetAsync("/v1/audit")).Ok();

        await api.Services.GetRequiredService<Accounts>().CreateKeyAsync(Caller.CommandLine, new("ci", [Scope.Read], "*", null), null, Cancellation);

        (await api.GetAsync("/v1/projects")).Problem.ShouldBe((401, "sign-in-needed", null));
        (await api.GetAsync("/health/ready")).Ok();
        (await api.GetAsync("/openapi/v1.json")).Ok();
    }

    [Fact]
    public async Task A_revoked_key_does_not_open_the_server_again()
    {
        await using var api = await ApiBench.StartAsync();
        var accounts = api.Services.GetRequiredService<Accounts>();
        await accounts.CreateKeyAsync(Caller.CommandLine, new("ci", [Scope.Read], "*", null), null, Cancellation);
        await accounts.RevokeKeyAsync(Caller.CommandLine, "ci", Cancellation);

        await using var again = ApiHost.Create(["--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={api.DataDirectory}"]);

        (await again.Services.GetRequiredService<OpenMode>().IsOpenAsync(Cancellation)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Host", "desk.example.org")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task What_did_not_come_straight_from_this_machine_is_not_open(string header, string value)
    {
        await using var api = await ApiBench.StartAsync();
        using var http = new HttpClient { BaseAddress = api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/projects");
        request.Headers.Add(header, value);

        using var response = await http.SendAsync(request, Cancellation);

        ((int)response.StatusCode).ShouldBe(401);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("urn:hybridai:not-direct");
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://127.0.0.1:0;http://*:0")]
    [InlineData("--urls=http://127.0.0.1:0", "--http_ports=0")]
    [InlineData("--Kestrel:Endpoints:All:Url=http://[::]:0")]
    public async Task Beyond_loopback_it_does_not_start_without_a_user_or_key(params string[] settings)
    {
        using var folder = new TestFolder();
        await using var app = ApiHost.Create([$"--HybridAi:DataDirectory={folder.Root}", .. settings]);

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(Cancellation));

        refusal.Failures.ShouldHaveSingleItem().ShouldContain("hybridai users add NAME --role owner");
        app.Urls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_command_line_says_which_commands_help_and_ends_with_2()
    {
        using var cli = new CliProcess();

        var refused = await cli.RunAsync("serve", "--urls", "http://0.0.0.0:0");

        refused.ExitCode.ShouldBe(2, refused.Error);
        refused.Refusal.ShouldContain("'hybridai keys create NAME --scopes predict'");
    }

    [Fact]
    public async Task Beyond_loopback_it_starts_with_a_key_and_asks_for_it()
    {
        using var folder = new TestFolder();
        await using (var first = await ApiBench.StartAsync())
        {
            await first.Services.GetRequiredService<Accounts>().CreateKeyAsync(Caller.CommandLine, new("ci", [Scope.Read], "*", null), null, Cancellation);
            await using var app = ApiHost.Create(["--urls=http://0.0.0.0:0", $"--HybridAi:DataDirectory={first.DataDirectory}"]);
            await app.StartAsync(Cancellation);
            using var http = new HttpClient { BaseAddress = new UriBuilder(app.Urls.Single()) { Host = "127.0.0.1" }.Uri };

            ((int)(await http.GetAsync("/v1/projects", Cancellation)).StatusCode).ShouldBe(401);
            await app.StopAsync(Cancellation);
        }
    }

    [Fact]
    public async Task In_open_mode_a_client_may_send_any_key_as_before()
    {
        await using var api = await ApiBench.StartAsync();
        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "any");

        (await http.GetAsync("/v1/models", Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
    }
}
