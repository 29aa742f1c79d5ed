using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Azure.Identity;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

// The client's constructors with a policy are marked as subject to change; they are the only way to this header and to Entra tokens.
#pragma warning disable OPENAI001

namespace HybridAi.Llm.Providers;

/// <summary>
/// <c>azure-openai</c>: an Azure OpenAI resource by its <c>/openai/v1/</c> endpoint, through the official OpenAI client, with the key in the
/// header <c>api-key</c> or with a Microsoft Entra token of the identity that <see cref="ModelOptions.Entra"/> names. The model's id is the deployment's name.
/// </summary>
public sealed class AzureOpenAiProvider : IChatProvider, IEmbeddingProvider
{
    private const string Path = "/openai/v1";

    private readonly Func<string, string?> _readVariable;
    private readonly Func<EntraOptions, AuthenticationTokenProvider> _tokens;
    private readonly ConcurrentDictionary<(string?, string?), Lazy<AuthenticationTokenProvider>> _identities = new();
    private readonly PipelineTransport? _transport;

    /// <summary>The provider, with keys from the process's environment and tokens from <see cref="DefaultAzureCredential"/>.</summary>
    public AzureOpenAiProvider()
        : this(Environment.GetEnvironmentVariable, entra => new DefaultAzureCredential(Identity(entra)))
    {
    }

    /// <summary>The provider with other sources of keys and tokens.</summary>
    /// <param name="readVariable">Reads an environment variable.</param>
    /// <param name="tokens">Makes the source of an identity's tokens, at the first model that needs it.</param>
    /// <param name="transport">Carries the calls; null: the client's own.</param>
    internal AzureOpenAiProvider(Func<string, string?> readVariable, Func<EntraOptions, AuthenticationTokenProvider> tokens, PipelineTransport? transport = null)
        => (_readVariable, _tokens, _transport) = (readVariable, tokens, transport);

    /// <inheritdoc/>
    public string Name => "azure-openai";

    /// <inheritdoc/>
    public IReadOnlyList<Fault> Check(ModelOptions options)
    {
        List<Fault> faults = [];
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" } endpoint)
            faults.Add(OpenAiSettings.Wrong(nameof(options.Endpoint), "The resource's address is needed, such as https://RESOURCE.openai.azure.com/openai/v1/."));
        else if (!endpoint.AbsolutePath.TrimEnd('/').EndsWith(Path, StringComparison.Ordinal))
            faults.Add(OpenAiSettings.Wrong(nameof(options.Endpoint), $"The resource's address ends with {Path}/, such as https://{endpoint.Host}{Path}/."));
        else if (options.Credential == ModelCredential.Entra && endpoint.Scheme != "https")
            faults.Add(OpenAiSettings.Wrong(nameof(options.Endpoint), "An Entra token is sent over https only."));
        else if (options.Credential == ModelCredential.Key && OpenAiSettings.CheckKey(options, endpoint, _readVariable) is { } keyless)
            faults.Add(keyless);
        faults.AddRange(OpenAiSettings.CheckEntra(options));
        return faults;
    }

    /// <inheritdoc/>
    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        return new OpenAiChatClient(new OpenAI.Chat.ChatClient(options.Model, Authentication(options), Settings(options)), modelAlias, options.Model, options.Endpoint!);
    }

    /// <inheritdoc/>
    public Outcome<IEmbeddingGenerator<string, Embedding<float>>> CreateEmbedding(string modelAlias, ModelOptions options)
    {
        if (Check(options) is [var fault, ..]) return fault;
        return new OpenAiEmbeddingGenerator(new EmbeddingClient(options.Model, Authentication(options), Settings(options)), modelAlias, options);
    }

    private OpenAIClientOptions Settings(ModelOptions options)
    {
        var settings = OpenAiSettings.For(options.Endpoint!);
        if (_transport is not null) settings.Transport = _transport;
        return settings;
    }

    private AuthenticationPolicy Authentication(ModelOptions options) => options.Credential == ModelCredential.Entra
        ? Bearer(options.Entra ?? new())
        : ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(OpenAiSettings.Key(options, _readVariable) ?? "none"), "api-key");

    private BearerTokenPolicy Bearer(EntraOptions entra) => new(TokensOf(entra), entra.TokenScope);

    // One source for all models of an identity: it keeps its tokens until they run out.
    private AuthenticationTokenProvider TokensOf(EntraOptions entra)
        => _identities.GetOrAdd((entra.TenantId, entra.ManagedIdentityClientId), _ => new(() => _tokens(entra))).Value;

    /// <summary>The settings in the words of <see cref="DefaultAzureCredential"/>.</summary>
    internal static DefaultAzureCredentialOptions Identity(EntraOptions entra)
    {
        var options = new DefaultAzureCredentialOptions();
        if (entra.TenantId is not null) options.TenantId = entra.TenantId;
        if (entra.ManagedIdentityClientId is not null) options.ManagedIdentityClientId = entra.ManagedIdentityClientId;
        return options;
    }
}
