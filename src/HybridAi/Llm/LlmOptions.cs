using System.ComponentModel.DataAnnotations;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.Options;

namespace HybridAi.Llm;

/// <summary>The models that may be called, and where the prompts stand.</summary>
public sealed class LlmOptions
{
    /// <summary>The folder of prompt files; relative to the program.</summary>
    [Required]
    public string PromptDirectory { get; set; } = "prompts";

    /// <summary>The model catalogue by alias (<c>small</c>, <c>large</c>).</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = [];

    /// <summary>How budgets are held.</summary>
    [ValidateObjectMembers]
    public BudgetOptions Budgets { get; set; } = new();

    /// <summary>Which answers are kept, and how long.</summary>
    [ValidateObjectMembers]
    public CacheOptions Cache { get; set; } = new();
}

/// <summary>One model: who serves it, under which id, at what price.</summary>
public sealed class ModelOptions
{
    /// <summary>A member of the provider family: <c>openai</c> or <c>recorded</c>.</summary>
    [Required]
    public string Provider { get; set; } = "";

    /// <summary>The provider's id of the model.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>For <c>openai</c>: the base address of the OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// For <c>openai</c>: the name of the environment variable that holds the key. The key itself never stands in a file. Servers on this
    /// machine may go without.
    /// </summary>
    public string? ApiKeyVariable { get; set; }

    /// <summary>
    /// For <c>recorded</c>: the file of recorded answers. A relative path starts at the working directory and, where nothing stands there,
    /// at the program.
    /// </summary>
    public string? AnswersFile { get; set; }

    /// <summary>USD per million input tokens; null: unknown, and said so.</summary>
    [Range(0, 100_000)]
    public decimal? InputUsdPerMillion { get; set; }

    /// <summary>USD per million output tokens; null: unknown, and said so.</summary>
    [Range(0, 100_000)]
    public decimal? OutputUsdPerMillion { get; set; }

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

    /// <summary>The aliases to ask instead, in order, when this model can't serve; never in a circle.</summary>
    public string[] Failover { get; set; } = [];
}
