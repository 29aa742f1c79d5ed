using System.ClientModel.Primitives;
using System.Text.RegularExpressions;
using OpenAI;

namespace HybridAi.Llm.Providers;

/// <summary>What the members that go through the official OpenAI client have in common: how it is set, and how a key is found.</summary>
internal static partial class OpenAiSettings
{
    /// <summary>The client's settings. The gateway owns retries and the timeout, and hears what the provider says of its limits.</summary>
    public static OpenAIClientOptions For(Uri endpoint)
    {
        var settings = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        settings.AddPolicy(new LimitReader(), PipelinePosition.PerTry);
        return settings;
    }

    /// <summary>What is wrong with the key of these settings; null when nothing is. Never repeats what could be a key.</summary>
    public static Fault? CheckKey(ModelOptions options, Uri endpoint, Func<string, string?> readVariable)
    {
        if (endpoint.IsLoopback) return null;
        if (options.ApiKeyVariable is not { Length: > 0 } variable)
            return Wrong(nameof(options.ApiKeyVariable), $"Name the environment variable that holds the key for {endpoint.Host}.");
        if (!string.IsNullOrWhiteSpace(readVariable(variable))) return null;
        // Somebody may have put the key itself there: only what looks like a variable's name is said back.
        return Wrong(nameof(options.ApiKeyVariable), VariableName().IsMatch(variable)
            ? $"The environment variable {variable} is not set; it holds the key for {endpoint.Host}."
            : $"This names no environment variable that is set. The name of one that holds the key for {endpoint.Host} belongs here, never the key itself.");
    }

    /// <summary>What is wrong with the settings of Entra tokens.</summary>
    public static IEnumerable<Fault> CheckEntra(ModelOptions options)
    {
        if (options.Entra is not { } entra) yield break;
        if (options.Credential != ModelCredential.Entra) yield return Wrong(nameof(options.Entra), "These settings count only with the Credential Entra.");
        if (entra.TenantId is { } tenant && !TenantName().IsMatch(tenant))
            yield return Wrong($"{nameof(options.Entra)}:{nameof(entra.TenantId)}", "A tenant is named by its id or by its domain.");
        if (entra.ManagedIdentityClientId is { } client && !Guid.TryParse(client, out _))
            yield return Wrong($"{nameof(options.Entra)}:{nameof(entra.ManagedIdentityClientId)}", "A managed identity is named by its client id, a GUID.");
        if (!Uri.TryCreate(entra.TokenScope, UriKind.Absolute, out var scope) || scope.Scheme != "https" || !scope.AbsolutePath.EndsWith("/.default", StringComparison.Ordinal))
            yield return Wrong($"{nameof(options.Entra)}:{nameof(entra.TokenScope)}", $"A scope is an https address that ends with /.default, such as {EntraOptions.UsualScope}.");
    }

    /// <summary>The key; null where there is none.</summary>
    public static string? Key(ModelOptions options, Func<string, string?> readVariable)
        => options.ApiKeyVariable is { Length: > 0 } variable && readVariable(variable)?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>A wrong setting.</summary>
    public static Fault Wrong(string property, string reason) => Fault.BadInput("model-settings", reason, property);

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$")]
    private static partial Regex TenantName();

    [GeneratedRegex("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")]
    private static partial Regex VariableName();
}
