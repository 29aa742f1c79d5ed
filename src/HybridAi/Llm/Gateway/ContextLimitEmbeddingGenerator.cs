using HybridAi.Llm.Tokens;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Refuses texts of which one is longer than the model's context before anybody is paid, as the fault <c>context-too-long</c>. Nothing is
/// cut: a vector of half a text would pass for one of the whole.
/// </summary>
internal sealed class ContextLimitEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, string alias, ModelOptions model)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        return TooLong(alias, model, texts) is { } fault
            ? Task.FromException<GeneratedEmbeddings<Embedding<float>>>(new ModelCallException(fault, new CallMeasure(0, null)))
            : base.GenerateAsync(texts, options, cancellationToken);
    }

    /// <summary>Which text is too long for a model; null where all fit, by estimate.</summary>
    public static Fault? TooLong(string alias, ModelOptions model, IEnumerable<string> texts)
    {
        if (model.ContextTokens is not { } context) return null;
        var place = 0;
        foreach (var text in texts)
        {
            if (TokenEstimator.Count(text) is var tokens && tokens > context) return ContextFit.TooLong(alias, context, tokens, $"input[{place}]");
            place++;
        }

        return null;
    }
}
