using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Cli.Terminal;

/// <summary>The product's stages in this process, with the settings checked.</summary>
internal sealed class Stages : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Stages(ServiceProvider services) => _services = services;

    /// <summary>Reads the settings and makes the stages; nothing is opened yet.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; all faults are named.</exception>
    public static Stages Open(string? dataDirectory, string? settingsFile)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddEnvironmentVariables()
            .AddSettings(settingsFile, dataDirectory);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddSimpleConsole(line => line.SingleLine = true).SetMinimumLevel(LogLevel.Warning))
            .AddHybridAi(configuration.Build())
            .BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<HybridAiOptions>>().Value;
        return new(services);
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
