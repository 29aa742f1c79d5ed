using HybridAi.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.Access;

/// <summary>Who may do what, over every endpoint there is.</summary>
public sealed class RightsTests(PeopleApi people) : IClassFixture<PeopleApi>
{
    private static readonly string[] Framework = ["_framework", "_blazor"];
    private readonly AccessBench _bench = people.Bench;

    [Fact]
    public void Every_endpoint_says_what_it_needs_or_that_anybody_may_ask()
    {
        var silent = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<NeedsAttribute>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);

        silent.Select(endpoint => endpoint.RoutePattern.RawText).ShouldBeEmpty();
    }

    [Fact]
    public void Anybody_may_ask_for_health_sign_in_and_the_document_alone()
    {
        string[] open = ["/health/live", "/health/ready", "/openapi/{documentName}.json", "/v1/session/", "/sign-in", "/sign-out", "/setup", "/forbidden"];

        Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(endpoint => endpoint.RoutePattern.RawText).Distinct().Order()
            .ShouldBe(open.Order());
    }

    [Fact]
    public async Task What_needs_anything_is_refused_to_nobody_with_401_or_a_way_to_sign_in()
    {
        foreach (var (method, path, needs) in Calls())
        {
            if (needs is null) continue;
            using var response = await _bench.SendAsync(null, method, path);
            // What a program asks says 401; a person who opens a page is led to signing in.
            if (path.StartsWith("/v1", StringComparison.Ordinal) || path == "/metrics") ((int)response.StatusCode).ShouldBe(401, $"{method} {path}");
            else response.Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in?ReturnUrl=");
        }
    }

    [Theory]
    [InlineData("viewer", Rights.Read)]
    [InlineData("annotator", Rights.Read | Rights.Annotate)]
    [InlineData("reviewer", Rights.Read | Rights.Annotate | Rights.Review)]
    [InlineData("owner", Rights.All)]
    internal async Task A_role_on_a_project_opens_what_it_says_and_nothing_else(string person, Rights rights)
    {
        var seen = 0;
        foreach (var (method, path, needs) in Calls().Where(call => call.Needs is not null && call.Path.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            // Without a body: what is let through is refused for that, and changes nothing.
            if (needs is Rights.None) continue;
            seen++;
            var ofProject = path.StartsWith("/v1/projects/mail", StringComparison.Ordinal);
            var status = (int)(await _bench.AskAsync(person, method, path)).Status;
            if (ofProject && rights.HasFlag(needs!.Value)) status.ShouldNotBeOneOf([401, 403], $"{person}: {method} {path}");
            else status.ShouldBe(403, $"{person}: {method} {path}");
        }

        seen.ShouldBeGreaterThan(35);
    }

    [Fact]
    public async Task A_project_on_which_one_has_no_role_does_not_exist()
    {
        foreach (var (method, path, needs) in Calls("secret").Where(call => call.Needs is not null && call.Path.StartsWith("/v1/projects/secret", StringComparison.Ordinal)))
            (await _bench.AskAsync("owner", method, path)).Problem.ShouldBe((404, "project-unknown", null), $"{needs}: {method} {path}");

        (await _bench.GetAsync("owner", "/v1/projects/secret")).Detail.ShouldBe("There is no project 'secret'.");
        (await _bench.GetAsync("owner", "/v1/projects/nowhere")).Detail.ShouldBe("There is no project 'nowhere'.");
    }

    [Fact]
    public async Task Lists_hold_what_the_caller_may_see()
    {
        (await _bench.GetAsync("viewer", "/v1/projects")).Ok().EnumerateArray().Select(project => project.GetProperty("definition").GetProperty("name").GetString()).ShouldBe(["mail"]);
        (await _bench.GetAsync("boss", "/v1/projects")).Ok().GetArrayLength().ShouldBe(2);

        var job = (await _bench.AskAsync("boss", HttpMethod.Post, "/v1/projects/secret/labelling-runs", """{"labeller":"lexical"}""")).Ok(System.Net.HttpStatusCode.Accepted).GetProperty("id").GetString();
        (await _bench.GetAsync("owner", "/v1/jobs")).Ok().GetArrayLength().ShouldBe(0);
        (await _bench.GetAsync("owner", $"/v1/jobs/{job}")).Problem.ShouldBe((404, "job-unknown", null));
        (await _bench.AskAsync("owner", HttpMethod.Post, $"/v1/jobs/{job}/cancel")).Problem.ShouldBe((404, "job-unknown", null));
        (await _bench.GetAsync("boss", $"/v1/jobs/{job}")).Ok();
    }

    [Fact]
    public async Task A_page_that_is_not_for_one_says_so()
    {
        using var refused = await _bench.SendAsync("viewer", HttpMethod.Get, "/users");
        refused.Headers.Location!.PathAndQuery.ShouldStartWith("/forbidden");

        var page = await _bench.GetAsync("viewer", "/forbidden");
        ((int)page.Status, page.ContentType).ShouldBe((403, "text/html"));
        (await _bench.GetAsync("boss", "/users")).Text.ShouldContain("annotator on mail");
    }

    [Fact]
    public async Task A_signed_in_annotator_acts_under_the_own_name_and_no_other()
    {
        const string review = "/v1/projects/mail/review";
        (await _bench.GetAsync("annotator", $"{review}/next?annotator=ada")).Problem.ShouldBe((400, "annotator-other", "annotator"));
        (await _bench.AskAsync("annotator", HttpMethod.Post, $"{review}/r5/correct", """{"annotator":"ada","label":"bill"}""")).Problem.ShouldBe((400, "annotator-other", "annotator"));

        (await _bench.GetAsync("annotator", $"{review}/next?annotator=annotator")).Ok();
        (await _bench.AskAsync("annotator", HttpMethod.Post, $"{review}/r5/correct", """{"annotator":"annotator","label":"bill"}""")).Ok();
    }

    private IEnumerable<(HttpMethod Method, string Path, Rights? Needs)> Calls(string project = "mail") => Endpoints().SelectMany(endpoint =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method is not "HEAD").Select(method => (
            new HttpMethod(method), Address(endpoint.RoutePattern.RawText!, project),
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? (Rights?)endpoint.Metadata.GetRequiredMetadata<NeedsAttribute>().Right : null)))
        .Where(call => call.Item1 != HttpMethod.Post || call.Item2.StartsWith("/v1", StringComparison.Ordinal));

    private static string Address(string pattern, string project) => System.Text.RegularExpressions.Regex.Replace(
        pattern.Replace("{project}", project, StringComparison.Ordinal), @"\{[^}]+\}", "x").TrimEnd('/') is { Length: > 0 } path ? path : "/";

    private IEnumerable<RouteEndpoint> Endpoints() => _bench.Api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => !Framework.Any(name => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith(name, StringComparison.Ordinal)));
}
