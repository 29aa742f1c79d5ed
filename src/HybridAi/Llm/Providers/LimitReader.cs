using System.ClientModel.Primitives;
using HybridAi.Llm.Gateway;

namespace HybridAi.Llm.Providers;

/// <summary>
/// Reads the rate-limit headers of the answer to a call. The official client hands out no headers with a stream, so they are read in its
/// pipeline and find their call by the flow of execution.
/// </summary>
internal sealed class LimitReader : PipelinePolicy
{
    private static readonly AsyncLocal<Reading?> Current = new();

    /// <summary>Begins to read for the call that the present flow makes next.</summary>
    public static Reading Begin() => Current.Value = new Reading();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Read(message);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex);
        Read(message);
    }

    private static void Read(PipelineMessage message)
    {
        if (Current.Value is { } reading && message.Response is { } response) reading.Limits = RateLimitHeaders.Limits(response.Headers);
    }

    /// <summary>What one call's answer said.</summary>
    internal sealed class Reading
    {
        public ProviderLimits? Limits { get; set; }
    }
}
