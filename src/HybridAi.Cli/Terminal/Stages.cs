using HybridAi.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Cli.Terminal;

/// <summary>The product's stages in this process, over a database that is up to date.</summary>
internal sealed class Stages : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Stages(ServiceProvider services) => _services = services;

    /// <summary>Reads the settings (appsettings.json, then the file named, then the environment, then the command line) and migrates.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; all faults are named.</exception>
    public static async Task<Stages> OpenAsync(string? dataDirectory, string? settingsFile, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        if (settingsFile is not null) configuration.AddJsonFile(Path.GetFullPath(settingsFile));
        configuration.AddEnvironmentVariables();
        if (dataDirectory is not null) configuration.AddInMemoryCollection([new($"{HybridAiOptions.Section}:{nameof(HybridAiOptions.DataDirectory)}", dataDirectory)]);

        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddSimpleConsole(line => line.SingleLine = true).SetMinimumLevel(LogLevel.Warning))
            .AddHybridAi(configuration.Build())
            .BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<HybridAiOptions>>().Value;
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellation);
        return new(services);
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
