using System.Globalization;
using System.Net;
using HybridAi.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Api.Telemetry;

/// <summary>What is exposed, to whom, and whether Prometheus' own programs take it.</summary>
public class MetricsEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_refused_to_the_anonymous_and_to_a_key_of_one_project()
    {
        await using var api = await ApiBench.StartAsync();
        await api.SeedMailAsync();
        (await api.GetAsync("/metrics")).Status.ShouldBe(HttpStatusCode.OK);
        var keys = api.Services.GetRequiredService<Accounts>();
        var all = await KeyAsync(keys, Grant.EveryProject);
        var mail = await KeyAsync(keys, "mail");

        (await api.GetAsync("/metrics")).Problem.Status.ShouldBe(401);
        (await api.GetAsync("/metrics", headers: ("Authorization", $"Bearer {mail}"))).Problem.Status.ShouldBe(403);
        var read = await api.GetAsync("/metrics", headers: ("Authorization", $"Bearer {all}"));
        (read.Status, read.ContentType).ShouldBe((HttpStatusCode.OK, "text/plain"));
        read.Text.ShouldContain("process_resident_memory_bytes ");
        read.Text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_of()
    {
        var promtool = PrometheusPrograms.Promtool();
        await using var api = await ApiBench.StartAsync();
        await PrometheusPrograms.TrafficAsync(api);
        var text = (await api.GetAsync("/metrics")).Text;

        var (code, said) = await PrometheusPrograms.RunAsync(promtool, ["check", "metrics"], text);

        (code, said).ShouldBe((0, ""));
        text.ShouldContain("hybridai_predictions_total{");
    }

    [Fact]
    public async Task The_rules_of_the_deployment_are_sound_and_fire_when_they_should()
    {
        var promtool = PrometheusPrograms.Promtool();
        var rules = Repository.Path("deploy", "prometheus", "hybridai.rules.yml");

        (await PrometheusPrograms.RunAsync(promtool, ["check", "rules", "--lint-fatal", rules])).Code.ShouldBe(0);
        var (code, said) = await PrometheusPrograms.RunAsync(promtool, ["test", "rules", Repository.Path("deploy", "prometheus", "hybridai.rules.test.yml")]);
        code.ShouldBe(0, said);
        (await PrometheusPrograms.RunAsync(promtool, ["check", "config", "--syntax-only", Repository.Path("deploy", "prometheus", "prometheus.yml")])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_real_prometheus_scrapes_the_server()
    {
        await using var api = await ApiBench.StartAsync();
        await using var prometheus = await PrometheusPrograms.ServeAsync(api.Address);
        await PrometheusPrograms.TrafficAsync(api);

        var answer = await prometheus.AskAsync("hybridai_predictions_total{project=\"mail\"}");

        answer.GetProperty("metric").GetProperty("job").GetString().ShouldBe("hybridai");
        // A listener hears every meter of its process: hosts of other tests, which serve a project of this name too, add to it.
        int.Parse(answer.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_collector_that_is_named_gets_metrics_over_otlp()
    {
        var got = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", (string signal, HttpContext _) =>
        {
            if (signal == "metrics") got.TrySetResult(signal);
            return Results.Ok();
        });
        await collector.StartAsync(Cancellation);

        await using (await ApiBench.StartAsync(
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=100"))
        {
            (await got.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation)).ShouldBe("metrics");
        }
    }

    private static async Task<string> KeyAsync(Accounts keys, string project)
        => (await keys.CreateKeyAsync(Caller.CommandLine, new($"metrics-{project.Length}", [Scope.Read], project, null), null, Cancellation)).Value.Secret;
}
