using HybridAi.Api.Access;
using HybridAi.Llm;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace HybridAi.Cli.Terminal;

/// <summary>The product's stages in this process, with the settings checked.</summary>
internal sealed class Stages : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Stages(ServiceProvider services) => _services = services;

    /// <summary>Reads the settings and makes the stages; nothing is opened yet.</summary>
    /// <param name="dataDirectory">Where the state stands; null: where the settings say.</param>
    /// <param name="settingsFile">Settings that go before all others; null: none.</param>
    /// <param name="checkModels">False where models whose settings are wrong are to be looked at one by one, not to be refused together.</param>
    /// <exception cref="OptionsValidationException">Settings are wrong; all faults are named.</exception>
    public static Stages Open(string? dataDirectory, string? settingsFile, bool checkModels = true)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddEnvironmentVariables()
            .AddSettings(settingsFile, dataDirectory);
        var collection = new ServiceCollection()
            .AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddSimpleConsole(line => line.SingleLine = true))
            // Standard output is for results.
            .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddHybridAi(configuration.Build())
            .AddAccounts();
        if (!checkModels)
        {
            collection.Remove(collection.Single(service
                => service.ServiceType == typeof(IValidateOptions<HybridAiOptions>) && service.ImplementationType == typeof(LlmOptionsValidation)));
        }

        var services = collection.BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<HybridAiOptions>>().Value;
        return new(services);
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
