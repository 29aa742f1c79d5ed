using HybridAi.Api.Access;
using OpenTelemetry;

namespace HybridAi.Api.Telemetry;

/// <summary>What the host tells of itself: <c>/metrics</c> for Prometheus, and OTLP where an endpoint is named.</summary>
internal static class TelemetryServices
{
    // The name that OpenTelemetry's own specification gives it, so that what is known of collectors elsewhere holds here.
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the names of the meters that are told of begin with.</summary>
    public static readonly IReadOnlyList<string> Meters = ["HybridAi.", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MeterEars>().AddSingleton<ProcessMetrics>().AddHostedService<TelemetryStart>();
        if (string.IsNullOrEmpty(configuration[OtlpEndpoint])) return services;
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter([.. Meters.Select(name => $"{name}*")]))
            .WithTracing(traces => traces.AddSource("HybridAi.*"))
            .WithLogging()
            .UseOtlpExporter();
        return services;
    }

    /// <summary>
    /// The names of projects stand in it, and what they spend: whoever reads it must be allowed to read all of them. Anonymous callers are refused, unless the server
    /// is in open mode; Prometheus is given a key of the scope Read on every project.
    /// </summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", (MeterEars ears) => TypedResults.Text(PrometheusText.Write(ears.Collect()), PrometheusText.MediaType))
        .WithTags("Metrics").Needs(Rights.Read)
        .WithSummary("Read the metrics")
        .WithDescription("In Prometheus' text format. Asks for a key that may read every project, since their names and costs stand in it.")
        .Produces<string>(contentType: "text/plain")
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status500InternalServerError);

    // They listen from the start on, and not from the first reading.
    private sealed class TelemetryStart(MeterEars ears, ProcessMetrics process) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive((ears, process));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
