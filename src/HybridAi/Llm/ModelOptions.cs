using System.ComponentModel.DataAnnotations;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;

namespace HybridAi.Llm;

/// <summary>What a model is called for.</summary>
public enum ModelKind
{
    /// <summary>Messages in, an answer out.</summary>
    Chat,

    /// <summary>Texts in, vectors out.</summary>
    Embedding,
}

/// <summary>How this program proves to an endpoint who it is.</summary>
public enum ModelCredential
{
    /// <summary>A key out of an environment variable.</summary>
    Key,

    /// <summary>For <c>azure-openai</c>: a Microsoft Entra token, from whatever <c>DefaultAzureCredential</c> finds on this machine.</summary>
    Entra,
}

/// <summary>What becomes of a text whose prompt is longer than the model's context.</summary>
public enum LongTextRule
{
    /// <summary>It is not sent; whoever asked is told why.</summary>
    Refuse,

    /// <summary>The text's end is left out, and the answer's reason says so.</summary>
    CutEnd,

    /// <summary>The text's middle is left out, for texts whose first and last lines say most, and the answer's reason says so.</summary>
    CutMiddle,
}

/// <summary>One model of the catalogue: who serves it, under which id, at what price, and what it can do.</summary>
public sealed class ModelOptions
{
    /// <summary>Chat or embedding.</summary>
    public ModelKind Kind { get; set; } = ModelKind.Chat;

    /// <summary>A member of the provider families: <c>openai</c>, <c>azure-openai</c>, <c>recorded</c>; for embeddings also <c>hashed-ngrams</c>.</summary>
    [Required]
    public string Provider { get; set; } = "";

    /// <summary>The provider's id of the model; for <c>azure-openai</c> the deployment's name.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>
    /// For <c>openai</c>: the base address of the OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>. For
    /// <c>azure-openai</c>: <c>https://RESOURCE.openai.azure.com/openai/v1/</c>.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Key or Entra token.</summary>
    public ModelCredential Credential { get; set; } = ModelCredential.Key;

    /// <summary>For <c>azure-openai</c> with an Entra token: of which tenant and identity, and for which scope; null: as this machine has it.</summary>
    public EntraOptions? Entra { get; set; }

    /// <summary>
    /// The name of the environment variable that holds the key. The key itself never stands in a file. Servers on this machine may go
    /// without.
    /// </summary>
    public string? ApiKeyVariable { get; set; }

    /// <summary>
    /// For <c>recorded</c>: the file of recorded answers. A relative path starts at the working directory and, where nothing stands there,
    /// at the program.
    /// </summary>
    public string? AnswersFile { get; set; }

    /// <summary>USD per million input tokens, where one price always held; null: unknown, and said so. Prices with a date stand in <see cref="Prices"/>.</summary>
    [Range(0, 100_000)]
    public decimal? InputUsdPerMillion { get; set; }

    /// <summary>USD per million output tokens, where one price always held; null: unknown, and said so.</summary>
    [Range(0, 100_000)]
    public decimal? OutputUsdPerMillion { get; set; }

    /// <summary>What its tokens cost from which day on, the oldest first.</summary>
    public List<PriceOptions> Prices { get; set; } = [];

    /// <summary>Tokens that prompt and answer may have together; null: unknown, and nothing is checked before the call.</summary>
    [Range(1, 100_000_000)]
    public int? ContextTokens { get; set; }

    /// <summary>The longest answer that the model gives, in tokens; null: unknown.</summary>
    [Range(1, 10_000_000)]
    public int? MaxOutputTokens { get; set; }

    /// <summary>What becomes of a text that is too long for <see cref="ContextTokens"/>.</summary>
    public LongTextRule LongText { get; set; } = LongTextRule.Refuse;

    /// <summary>What the model can do.</summary>
    public CapabilityOptions Capabilities { get; set; } = new();

    /// <summary>For embeddings: numbers in a vector; null: as many as the model gives of itself.</summary>
    [Range(1, 100_000)]
    public int? Dimensions { get; set; }

    /// <summary>
    /// For embeddings: a name for the space that the vectors lie in. Models that serve the same weights under several aliases give it one name,
    /// and only such models may stand in for each other by <see cref="Failover"/>.
    /// </summary>
    public string? VectorSpace { get; set; }

    /// <summary>For embeddings: texts in one call; more are sent in several.</summary>
    [Range(1, 2_048)]
    public int TextsPerCall { get; set; } = 128;

    /// <summary>A call that takes longer is given up, in seconds.</summary>
    [Range(1, 3_600)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>What the provider allows a minute.</summary>
    [Required]
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>How many calls may be under way.</summary>
    [Required]
    public ConcurrencyOptions Concurrency { get; set; } = new();

    /// <summary>How a failed call is made again.</summary>
    [Required]
    public RetryOptions Retry { get; set; } = new();

    /// <summary>When the model is left alone.</summary>
    [Required]
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>
    /// The aliases to ask instead, in order, when this model can't serve; never in a circle, and of the same kind. For embeddings only models of
    /// the same <see cref="VectorSpace"/>.
    /// </summary>
    public string[] Failover { get; set; } = [];
}

/// <summary>What a model's tokens cost from a day on.</summary>
public sealed class PriceOptions
{
    /// <summary>The first day of this price, in UTC.</summary>
    public DateOnly From { get; set; }

    /// <summary>USD per million input tokens.</summary>
    public decimal? InputUsdPerMillion { get; set; }

    /// <summary>USD per million input tokens that the provider had cached; null: they cost what other input tokens do.</summary>
    public decimal? CachedInputUsdPerMillion { get; set; }

    /// <summary>USD per million output tokens; embeddings have none.</summary>
    public decimal? OutputUsdPerMillion { get; set; }
}

/// <summary>What a model can do, as its maker says; nothing else is asked of it.</summary>
public sealed class CapabilityOptions
{
    /// <summary>It holds an answer to a JSON schema. Where it does not, answers are read tolerantly and checked.</summary>
    public bool JsonSchema { get; set; } = true;

    /// <summary>It says how likely each token of its answer was.</summary>
    public bool Logprobs { get; set; }

    /// <summary>It calls tools.</summary>
    public bool Tools { get; set; }

    /// <summary>It answers in pieces.</summary>
    public bool Streaming { get; set; } = true;
}
