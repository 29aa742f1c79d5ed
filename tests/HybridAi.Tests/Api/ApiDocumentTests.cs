using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

/// <summary>The API's document says what there is, all of it and nothing else.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    // Beside them there are the document itself and the pages.
    private static readonly string[] Described = ["/v1/", "/health/", "/metrics"];
    private ApiBench _api = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync();
        _document = (await _api.GetAsync("/openapi/v1.json")).Ok();
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void It_lists_exactly_the_mapped_endpoints()
    {
        var mapped = _api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => Described.Any(start => endpoint.RoutePattern.RawText!.StartsWith(start, StringComparison.Ordinal)))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));

        var listed = Operations().Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path.TrimEnd('/')}").ToList();

        listed.Count.ShouldBeGreaterThan(30);
        listed.Order().ShouldBe(mapped.Order());
    }

    [Fact]
    public void Each_has_a_summary_a_tag_and_at_least_one_problem()
    {
        foreach (var (path, method, operation) in Operations())
        {
            var name = $"{method} {path}";
            operation.TryGetProperty("summary", out var summary).ShouldBeTrue(name);
            summary.GetString().ShouldNotBeNullOrWhiteSpace(name);
            operation.GetProperty("tags").GetArrayLength().ShouldBe(1, name);
            operation.GetProperty("responses").EnumerateObject().Count(response => IsProblem(response.Value)).ShouldBeGreaterThan(0, name);
        }
    }

    [Fact]
    public void What_is_about_a_project_says_that_the_project_may_be_unknown()
    {
        foreach (var (path, method, operation) in Operations().Where(each => each.Path.Contains("{project}") && each.Method != "put"))
            operation.GetProperty("responses").TryGetProperty("404", out _).ShouldBeTrue($"{method} {path}");
    }

    [Fact]
    public void Every_query_parameter_and_every_body_is_described()
    {
        foreach (var (path, method, operation) in Operations())
        {
            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default;
            foreach (var parameter in parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query"))
                parameter.TryGetProperty("description", out _).ShouldBeTrue($"{method} {path}: {parameter.GetProperty("name")}");
        }
    }

    [Fact]
    public void A_span_of_time_is_a_number_of_milliseconds()
        => _document.GetProperty("components").GetProperty("schemas").GetProperty("Prediction").GetProperty("properties").GetProperty("latencyMs")
            .GetRawText().ShouldContain("number");

    // Under OpenAI's addresses a refusal has OpenAI's shape.
    private static bool IsProblem(JsonElement response) => response.TryGetProperty("content", out var content)
        && (content.TryGetProperty("application/problem+json", out _)
            || (content.TryGetProperty("application/json", out var json) && json.GetRawText().Contains("OpenAiErrorBody", StringComparison.Ordinal)));

    private IEnumerable<(string Path, string Method, JsonElement Operation)> Operations()
        => _document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Name, operation.Value)));
}
