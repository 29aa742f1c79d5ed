using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>A model's refusal to answer, which providers tell apart from an answer.</summary>
public static class Refusals
{
    private const string Code = "refusal";

    /// <summary>The content that stands for a refusal.</summary>
    /// <param name="said">What the model said instead of an answer.</param>
    public static ErrorContent Content(string said) => new(said) { ErrorCode = Code };

    /// <summary>Whether the model refused.</summary>
    public static bool IsRefusal(this ChatResponse response)
        => response.Messages.SelectMany(message => message.Contents).Any(content => content is ErrorContent { ErrorCode: Code });
}
