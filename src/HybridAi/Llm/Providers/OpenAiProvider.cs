using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace HybridAi.Llm.Providers;

/// <summary>
/// <c>openai</c>: any server that speaks OpenAI's protocol (OpenAI, Ollama, vLLM, llama.cpp, LM Studio, LiteLLM), through the official client.
/// The key comes from the environment variable that the settings name; only servers on this machine may go without.
/// </summary>
/// <param name="readVariable">Reads an environment variable.</param>
public sealed class OpenAiProvider(Func<string, string?> readVariable) : IChatProvider, IEmbeddingProvider
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
            faults.Add(OpenAiSettings.Wrong(nameof(options.Endpoint), "The base address of the server is needed, such as http://localhost:11434/v1."));
        else if (OpenAiSettings.CheckKey(options, endpoint, readVariable) is { } keyless)
            faults.Add(keyless);
        if (options.Credential == ModelCredential.Entra)
            faults.Add(OpenAiSettings.Wrong(nameof(options.Credential), "Entra tokens are for the provider azure-openai."));
        faults.AddRange(OpenAiSettings.CheckEntra(options));
        return faults;
    }

    /// <inheritdoc/>
    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        var client = new OpenAI.Chat.ChatClient(options.Model, Credential(options), OpenAiSettings.For(options.Endpoint!));
        return new OpenAiChatClient(client, modelAlias, options.Model, options.Endpoint!);
    }

    /// <inheritdoc/>
    public Outcome<IEmbeddingGenerator<string, Embedding<float>>> CreateEmbedding(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        var client = new EmbeddingClient(options.Model, Credential(options), OpenAiSettings.For(options.Endpoint!));
        return new OpenAiEmbeddingGenerator(client, modelAlias, options);
    }

    private ApiKeyCredential Credential(ModelOptions options) => new(OpenAiSettings.Key(options, readVariable) ?? NoKey);
}
