using HybridAi.Storage;

namespace HybridAi.Api.Edge;

/// <summary>Brings the database up to date before anything else starts: no request and no job meets an old one.</summary>
internal sealed partial class MigrationAtStart(Migrator migrator, ILogger<MigrationAtStart> log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await migrator.MigrateAsync(cancellationToken)) Log.Applied(log, name);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Migration {Name} applied")]
        public static partial void Applied(ILogger log, string name);
    }
}
