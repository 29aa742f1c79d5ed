using Microsoft.Extensions.Configuration;

namespace HybridAi.Cli.Terminal;

/// <summary>What the command line says goes before the environment, and the environment before appsettings.json.</summary>
internal static class Settings
{
    public static IConfigurationBuilder AddSettings(this IConfigurationBuilder configuration, string? file, string? dataDirectory)
    {
        if (file is not null) configuration.AddJsonFile(Path.GetFullPath(file));
        if (dataDirectory is not null)
            configuration.AddInMemoryCollection([new($"{HybridAiOptions.Section}:{nameof(HybridAiOptions.DataDirectory)}", dataDirectory)]);
        return configuration;
    }
}
