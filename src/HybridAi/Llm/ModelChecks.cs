using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Llm.Structured;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>
/// Looks whether each model of the catalogue can be used: its settings, then one small call as the product would make it. The call is paid
/// and stands in the ledger under no project.
/// </summary>
public sealed class ModelChecks(
    LlmOptions options,
    ModelCatalogue models,
    LlmOptionsValidation settings,
    ChatProviders chats,
    EmbeddingProviders embeddings,
    PromptLibrary prompts,
    TimeProvider clock)
{
    private const string PromptName = "check_model";
    private const string Purpose = "check";

    /// <summary>All models, by alias, looked at together.</summary>
    public async Task<IReadOnlyList<ModelCheck>> RunAsync(CancellationToken cancellation)
        => await Task.WhenAll(options.Models.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => CheckAsync(model.Key, model.Value, cancellation)));

    private async Task<ModelCheck> CheckAsync(string alias, ModelOptions model, CancellationToken cancellation)
    {
        var check = new ModelCheck(
            alias, model.Kind, model.Provider, model.Model, model.Endpoint?.Authority, Reachable: false, ModelPrice.Unknown, model.Capabilities, null, null, [], null);
        if (settings.Check(alias, model) is [var first, ..] wrong)
            return check with { Fault = first with { Place = null, Reason = string.Join(" ", wrong.Select(fault => fault.ToString())) } };
        check = check with { Price = PriceList.Of(model).At(clock.GetUtcNow()) };
        if (SelfChecked(model) is { } local)
        {
            var fault = await local.LookAsync(model, cancellation);
            return check with { Reachable = fault is null, CostUsd = 0, Fault = fault };
        }

        try
        {
            return await (model.Kind == ModelKind.Chat ? AskAsync(check, cancellation) : EmbedAsync(check, cancellation));
        }
        catch (ModelCallException failure)
        {
            return check with { Fault = failure.Fault, CostUsd = failure.Measure?.CostUsd };
        }
    }

    // With the schema and the probabilities that the settings promise: a server that refuses them is found out here and not by a run.
    private async Task<ModelCheck> AskAsync(ModelCheck check, CancellationToken cancellation)
    {
        if (!models.Find(check.Alias).Succeeded(out var model, out var fault)) return check with { Fault = fault };
        if (!prompts.Find(PromptName).Succeeded(out var prompt, out fault)) return check with { Fault = fault };
        if (!prompt.Render(new Dictionary<string, object?>()).Succeeded(out var messages, out fault)) return check with { Fault = fault };
        var chat = prompt.Options();
        Context().AttachTo(chat);
        var asked = new StructuredOptions(chat, AnswerSchema.Of<Greeting>("check"), check.Capabilities, Weighed: "answer");
        var outcome = await StructuredAnswer.AskAsync<Greeting>(model.Client, messages, asked, cancellation);
        check = check with { Latency = asked.Spent.Latency, CostUsd = asked.Spent.CostUsd };
        if (outcome.Succeeded(out var answer, out fault))
        {
            return check with
            {
                Reachable = true, Notes = check.Capabilities.Logprobs && answer.Probability is null ? ["it should weigh its tokens and gave no probabilities"] : [],
            };
        }

        // It answered, though not as asked: a small model may well label and yet not manage this.
        return fault.Code.StartsWith("answer-", StringComparison.Ordinal)
            ? check with { Reachable = true, Notes = [fault.Reason] }
            : check with { Latency = null, Fault = fault };
    }

    private async Task<ModelCheck> EmbedAsync(ModelCheck check, CancellationToken cancellation)
    {
        if (!models.FindEmbedding(check.Alias).Succeeded(out var model, out var fault)) return check with { Fault = fault };
        var asked = new EmbeddingGenerationOptions();
        Context().AttachTo(asked);
        var vectors = await model.Generator.GenerateAsync([PromptName], asked, cancellation);
        return check with { Reachable = true, Latency = vectors.Latency(), CostUsd = vectors.CostUsd(), Notes = [$"{vectors[0].Vector.Length} dimensions"] };
    }

    private ISelfCheckedProvider? SelfChecked(ModelOptions model)
    {
        if (model.Kind == ModelKind.Chat) return chats.TryFind(model.Provider, out var chat, out _) ? chat as ISelfCheckedProvider : null;
        return embeddings.TryFind(model.Provider, out var embedding, out _) ? embedding as ISelfCheckedProvider : null;
    }

    private CallContext Context() => new(CallContext.NoProject, Purpose, $"check-{Guid.CreateVersion7(clock.GetUtcNow()):N}", null, "") { BypassCache = true };

    private sealed record Greeting(string Answer);
}
