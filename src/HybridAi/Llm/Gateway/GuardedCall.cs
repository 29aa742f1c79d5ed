using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>A call as doors see it: enough to measure it and to let it in, and no text.</summary>
internal readonly struct GuardedCall
{
    private readonly IEnumerable<ChatMessage>? _messages;
    private readonly ChatOptions? _chat;
    private readonly IReadOnlyCollection<string>? _texts;
    private readonly EmbeddingGenerationOptions? _embedding;

    /// <summary>A call for an answer.</summary>
    public GuardedCall(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams)
        => (_messages, _chat, Streams) = (messages, options, streams);

    /// <summary>A call for vectors.</summary>
    public GuardedCall(IReadOnlyCollection<string> texts, EmbeddingGenerationOptions? options) => (_texts, _embedding) = (texts, options);

    /// <summary>Whether it asks for vectors and not for an answer.</summary>
    public bool Embeds => _texts is not null;

    /// <summary>Whether its answer comes in pieces.</summary>
    public bool Streams { get; }

    /// <summary>As it asks for; null: as the provider likes.</summary>
    public float? Temperature => _chat?.Temperature;

    /// <summary>The longest answer that it asks for; null: not bounded.</summary>
    public int? MaxOutputTokens => _chat?.MaxOutputTokens;

    /// <summary>Numbers in a vector that it asks for; null: as many as the model gives.</summary>
    public int? Dimensions => _embedding?.Dimensions;

    /// <summary>How long its caller is ready to wait.</summary>
    public TimeSpan Patience(TimeSpan otherwise) => CallPatience.Of(Embeds ? _embedding?.AdditionalProperties : _chat?.AdditionalProperties, otherwise);

    /// <summary>The tokens that it may take, sent and received.</summary>
    public long EstimateTokens(int assumedOutputTokens)
        => _texts is not null ? TokenEstimate.Of(_texts) : TokenEstimate.Of(_messages!, _chat, assumedOutputTokens);
}
