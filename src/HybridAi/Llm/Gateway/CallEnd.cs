using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>How a call ended.</summary>
internal enum CallEnding
{
    Answered,

    /// <summary>As calls do fail, by a <see cref="ModelCallException"/>.</summary>
    Failed,

    Cancelled,

    /// <summary>The reader of a stream went away.</summary>
    Abandoned,

    /// <summary>By a defect of this program.</summary>
    Broken,
}

/// <summary>How a call ended and what is known of its answer.</summary>
internal sealed record CallEnd(CallEnding Ending)
{
    public ModelCallException? Failure { get; init; }

    public UsageDetails? Usage { get; init; }

    public ProviderLimits? Limits { get; init; }

    public string? ModelId { get; init; }

    public string? ResponseId { get; init; }

    public ChatFinishReason? FinishReason { get; init; }

    /// <summary><c>error.type</c>: the fault's code; null where nothing failed.</summary>
    public string? ErrorType => Ending switch
    {
        CallEnding.Answered or CallEnding.Abandoned => null,
        CallEnding.Cancelled => "cancelled",
        _ => Failure?.Fault.Code ?? "error",
    };

    public static CallEnd Of(ChatResponse response) => new(CallEnding.Answered)
    {
        Usage = response.Usage,
        Limits = ProviderLimits.Find(response.AdditionalProperties),
        ModelId = response.ModelId,
        ResponseId = response.ResponseId,
        FinishReason = response.FinishReason,
    };

    public static CallEnd Of(GeneratedEmbeddings<Embedding<float>> embeddings) => new(CallEnding.Answered)
    {
        Usage = embeddings.Usage,
        Limits = ProviderLimits.Find(embeddings.AdditionalProperties),
        ModelId = embeddings.Count > 0 ? embeddings[0].ModelId : null,
    };

    /// <summary>This end with what an update says besides.</summary>
    public CallEnd With(ChatResponseUpdate update)
    {
        var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
        var limits = ProviderLimits.Find(update.AdditionalProperties);
        var news = usage is not null || limits is not null || update.FinishReason is not null || (ModelId is null && update.ModelId is not null);
        return !news ? this : this with
        {
            Usage = usage ?? Usage,
            Limits = limits ?? Limits,
            ModelId = update.ModelId ?? ModelId,
            ResponseId = update.ResponseId ?? ResponseId,
            FinishReason = update.FinishReason ?? FinishReason,
        };
    }

    /// <summary>This end by an exception.</summary>
    public CallEnd By(Exception failure, CancellationToken cancellation) => failure switch
    {
        ModelCallException known => this with { Ending = CallEnding.Failed, Failure = known },
        _ when cancellation.IsCancellationRequested => this with { Ending = CallEnding.Cancelled },
        _ => this with { Ending = CallEnding.Broken },
    };
}
