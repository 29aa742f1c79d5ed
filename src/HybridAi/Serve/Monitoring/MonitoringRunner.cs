using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Monitoring;

/// <summary>Stores what was sampled and looks at the traffic of every project, by schedule.</summary>
public sealed partial class MonitoringRunner(
    TrafficSample sample, ServedTextStore served, TrafficWatch watch, WindowStore windows, AlertStore alerts, ServeMetrics metrics, MonitoringOptions options, TimeProvider clock,
    ILogger<MonitoringRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromHours(1);
    private readonly HashSet<string> _alerted = [];
    private DateTimeOffset _swept = DateTimeOffset.MinValue;

    /// <summary>One turn over all projects.</summary>
    internal async Task TurnAsync(CancellationToken cancellation)
    {
        await served.AddAsync(sample.Take(), cancellation);
        foreach (var project in await served.ProjectsAsync(cancellation)) await watch.LookAsync(project, cancellation);
        var open = await alerts.OpenAsync(cancellation);
        // One that had alerts and has none any more says so too.
        foreach (var project in _alerted.Union(open.Keys).ToList()) metrics.AlertsOpen(project, open.GetValueOrDefault(project));
        _alerted.UnionWith(open.Keys);
        var now = clock.GetUtcNow();
        if (now - _swept < Sweep) return;
        _swept = now;
        await served.ForgetAsync(now.AddDays(-options.KeepTextsDays), cancellation);
        await windows.ForgetAsync(now.AddDays(-options.KeepDays), cancellation);
        await alerts.ForgetAsync(now.AddDays(-options.KeepDays), cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.CheckSeconds), clock, stoppingToken);
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception away) when (away is DbException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                Log.NotTurned(logger, away);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Traffic could not be looked at; it is tried again")]
        public static partial void NotTurned(ILogger logger, Exception away);
    }
}
