namespace HybridAi.Serve.Chat;

/// <summary>How far an answer has come.</summary>
public enum ExchangeState
{
    /// <summary>It is being made, or the process that made it has died.</summary>
    Answering,

    /// <summary>It is there: an answer, or an abstention with its reason.</summary>
    Answered,

    /// <summary>Whoever asked has gone or stopped it: what was shown by then is kept.</summary>
    Stopped,

    /// <summary>Something broke.</summary>
    Failed,
}

/// <summary>What the asker thinks of an answer.</summary>
public enum Rating
{
    /// <summary>It helped.</summary>
    Up,

    /// <summary>It did not.</summary>
    Down,
}

/// <summary>A question of a conversation and what became of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Question">As it was put.</param>
/// <param name="State">How far the answer has come.</param>
/// <param name="Text">What was shown: all of the answer, or as far as it came.</param>
/// <param name="Answer">The answer with everything behind it; null before it is there.</param>
/// <param name="Replaces">The exchange whose answer was wanted anew; null: none.</param>
/// <param name="Rating">What the asker thinks of it; null: nothing said.</param>
/// <param name="Comment">What the asker says of it.</param>
/// <param name="CreatedAt">When it was asked.</param>
public sealed record ChatExchange(
    string Id, string ConversationId, string Question, ExchangeState State, string Text, ChatAnswer? Answer, string? Replaces, Rating? Rating, string? Comment,
    DateTimeOffset CreatedAt);
