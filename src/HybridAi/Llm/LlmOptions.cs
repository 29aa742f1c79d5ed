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

    /// <summary>The model catalogue by alias (<c>small</c>, <c>large</c>, <c>embed</c>).</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = [];

    /// <summary>A labelling run that may cost more than this many US dollars is started only once somebody has said yes.</summary>
    [Range(0, 1_000_000)]
    public decimal ConfirmAboveUsd { get; set; } = 1;

    /// <summary>How budgets are held.</summary>
    [ValidateObjectMembers]
    public BudgetOptions Budgets { get; set; } = new();

    /// <summary>Which answers are kept, and how long.</summary>
    [ValidateObjectMembers]
    public CacheOptions Cache { get; set; } = new();
}
