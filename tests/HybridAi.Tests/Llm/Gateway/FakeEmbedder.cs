using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A provider's generator that does as a test says and counts its calls. A text's vector is its length and its first letter.</summary>
internal sealed class FakeEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>The texts of each call, in the order of the calls.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Sent { get; } = new();

    /// <summary>Tokens that it says for a text; null: it says nothing.</summary>
    public int? TokensPerText { get; set; } = 5;

    /// <summary>What precedes the answer to the n-th call, from 1.</summary>
    public Func<int, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Numbers in a vector.</summary>
    public int Length { get; set; } = 2;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        Sent.Enqueue(texts);
        await Before(Interlocked.Increment(ref _calls), cancellationToken);
        var tokens = TokensPerText * texts.Count;
        return new(texts.Select(text => new Embedding<float>(Vector(text))))
        {
            Usage = tokens is null ? null : new UsageDetails { InputTokenCount = tokens, OutputTokenCount = 0, TotalTokenCount = tokens },
        };
    }

    public float[] Vector(string text) => [text.Length, text[0], .. Enumerable.Repeat(0f, Length - 2)];

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
