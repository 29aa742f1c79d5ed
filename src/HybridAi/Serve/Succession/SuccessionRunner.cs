using System.Data.Common;
using HybridAi.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Turns the crank: takes in audits, falls back where a floor is broken, looks at candidates, and hands in a retraining where one is due. Floors and candidates are
/// looked after in every project; only those that asked for it are retrained.
/// </summary>
public sealed partial class SuccessionRunner(
    SuccessionSettingsStore settings, SuccessionStore successions, Referee referee, FloorMonitor floors, AuditFeed audits, RetrainingTrigger trigger, RetrainingStore retrainings,
    JobDesk jobs, SuccessionOptions options, TimeProvider clock, ILogger<SuccessionRunner> logger) : BackgroundService
{
    private const int LookedAt = 50;

    /// <summary>One turn over all projects.</summary>
    internal async Task TurnAsync(CancellationToken cancellation)
    {
        var (asked, trying, audited) = (await settings.ProjectsAsync(cancellation), await successions.ProjectsAsync(cancellation), await audits.ProjectsAsync(cancellation));
        foreach (var project in asked.Union(trying).Union(audited))
        {
            var wanted = await settings.FindAsync(project, cancellation);
            await audits.TakeInAsync(project, cancellation);
            await floors.FallBackAsync(project, wanted.TrustReference, cancellation);
            await referee.LookAsync(project, cancellation);
            if (wanted.Automatic) await RetrainAsync(project, wanted, cancellation);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception away) when (away is DbException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                Log.NotTurned(logger, away);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.CheckSeconds), clock, stoppingToken);
        }
    }

    private async Task RetrainAsync(string project, SuccessionSettings wanted, CancellationToken cancellation)
    {
        if ((await jobs.ListAsync(project, LookedAt, cancellation)).Any(job => job.Kind == LearnJob.KindName && !job.HasEnded())) return;
        if (await trigger.DueAsync(project, wanted, cancellation) is not { } reason) return;
        if (!(await jobs.SubmitAsync(project, LearnJob.KindName, new LearnArguments(reason), cancellation)).Succeeded(out var job, out _)) return;
        await retrainings.AddAsync(project, reason, job.Id, cancellation);
        Log.Retrains(logger, project, job.Id, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Project} learns again in job {Job}: {Reason}")]
        public static partial void Retrains(ILogger logger, string project, string job, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Routes could not be looked after; it is tried again")]
        public static partial void NotTurned(ILogger logger, Exception away);
    }
}
