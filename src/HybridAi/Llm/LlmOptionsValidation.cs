using System.ComponentModel.DataAnnotations;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.Options;

namespace HybridAi.Llm;

/// <summary>
/// Checks the models and the prompts at start and reports all that is wrong together, by its place in the configuration. Only what can be
/// known without calling anybody: whether a server answers or a recorded file is well-formed shows at the first call.
/// </summary>
public sealed class LlmOptionsValidation(ChatProviders providers, EmbeddingProviders? embeddings = null, PromptFolders? prompts = null) : IValidateOptions<HybridAiOptions>
{
    private const string Path = HybridAiOptions.Section + ":" + nameof(HybridAiOptions.Llm);

    private readonly PromptFolders _prompts = prompts ?? new();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HybridAiOptions options)
    {
        List<string> faults = [];
        foreach (var (alias, model) in options.Llm.Models.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            faults.AddRange(Check(alias, model).Select(fault => fault.ToString()));
        faults.AddRange(GatewayCheck.OfFailover(options.Llm.Models).Select(
            found => $"{Path}:{nameof(LlmOptions.Models)}:{found.Alias}:{found.Fault.Place}: {found.Fault.Reason}"));
        faults.AddRange(SemanticOptions.Check(options.Llm).Select(
            fault => $"{Path}:{nameof(LlmOptions.Cache)}:{nameof(CacheOptions.Semantic)}:{fault.Place}: {fault.Reason}"));
        if (_prompts.Load(options.Llm.PromptDirectory).Fault is { } broken)
            faults.Add($"{Path}:{nameof(LlmOptions.PromptDirectory)}: {broken}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>All that is wrong with the settings of one model, by its place in the configuration.</summary>
    public IReadOnlyList<Fault> Check(string alias, ModelOptions model)
        => [.. Check(model).Select(fault => fault with { Place = $"{Path}:{nameof(LlmOptions.Models)}:{alias}:{fault.Place}" })];

    private IEnumerable<Fault> Check(ModelOptions model)
    {
        List<ValidationResult> wrong = [];
        Validator.TryValidateObject(model, new ValidationContext(model), wrong, validateAllProperties: true);
        foreach (var result in wrong)
            yield return Fault.BadInput("model-settings", result.ErrorMessage ?? "is not valid", string.Join(", ", result.MemberNames));
        foreach (var hole in PriceList.Check(model)) yield return hole;
        if (model.MaxOutputTokens >= model.ContextTokens)
            yield return Fault.BadInput("model-settings", "The longest answer leaves no room for a prompt in the context.", nameof(model.MaxOutputTokens));
        if (model.LongText != LongTextRule.Refuse && model.ContextTokens is null)
            yield return Fault.BadInput("model-settings", "A rule for long texts needs to know the model's context.", nameof(model.ContextTokens));
        foreach (var fault in GatewayCheck.OfModel(model)) yield return fault;
        if (string.IsNullOrEmpty(model.Provider)) yield break;
        if (Find(model, out var unknown) is not { } provider) yield return unknown!;
        else
            foreach (var fault in provider.Check(model)) yield return fault;
    }

    private IModelProvider? Find(ModelOptions model, out Fault? unknown)
    {
        if (model.Kind == ModelKind.Chat) return providers.TryFind(model.Provider, out var chat, out unknown) ? chat : null;
        return (embeddings ?? new([])).TryFind(model.Provider, out var embedding, out unknown) ? embedding : null;
    }
}
