using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// <c>openai</c>: any server that speaks OpenAI's chat completions (OpenAI, Azure OpenAI's <c>/openai/v1/</c>, Ollama, vLLM, llama.cpp), through
/// the official client. The key comes from the environment variable that the settings name; only servers on this machine may go without.
/// </summary>
/// <param name="readVariable">Reads an environment variable.</param>
public sealed class OpenAiProvider(Func<string, string?> readVariable) : IChatProvider
{
    // The client insists on a key; a local server without one ignores it.
    private const string NoKey = "none";

    /// <summary>The provider, reading keys from the process's environment.</summary>
    public OpenAiProvider()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    /// <inheritdoc/>
    public string Name => "openai";

    /// <inheritdoc/>
    public IReadOnlyList<Fault> Check(ModelOptions options)
    {
        List<Fault> faults = [];
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" } endpoint)
            faults.Add(Wrong(nameof(options.Endpoint), "The base address of the server is needed, such as http://localhost:11434/v1."));
        else if (options.ApiKeyVariable is not { Length: > 0 } variable)
        {
            if (!endpoint.IsLoopback)
                faults.Add(Wrong(nameof(options.ApiKeyVariable), $"Name the environment variable that holds the key for {endpoint.Host}."));
        }
        else if (string.IsNullOrWhiteSpace(readVariable(variable)) && !endpoint.IsLoopback)
            faults.Add(Wrong(nameof(options.ApiKeyVariable), $"The environment variable {variable} is not set; it holds the key for {endpoint.Host}."));
        return faults;
    }

    /// <inheritdoc/>
    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan, // The gateway owns retries and the timeout.
        };
        settings.AddPolicy(new LimitReader(), PipelinePosition.PerTry);
        var key = options.ApiKeyVariable is { Length: > 0 } variable ? readVariable(variable)?.Trim() : null;
        var credential = new ApiKeyCredential(string.IsNullOrEmpty(key) ? NoKey : key);
        return new OpenAiChatClient(new OpenAI.Chat.ChatClient(options.Model, credential, settings), modelAlias, options.Model, options.Endpoint!);
    }

    private static Fault Wrong(string property, string reason) => Fault.BadInput("model-settings", reason, property);
}
