using System.Globalization;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Gives up an embedding call that has not ended after the model's timeout, as the fault <c>model-timeout</c>.</summary>
internal sealed class TimeoutEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, string alias, TimeSpan timeout, TimeProvider clock)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.GenerateAsync(values, options, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(Fault.Unavailable(
                "model-timeout",
                string.Create(CultureInfo.InvariantCulture, $"The model '{alias}' had not answered after {timeout.TotalSeconds:0.###} s.")));
        }
    }
}
