using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Chat;

/// <summary>Who answers questions to documents, and how the answer is sent.</summary>
public sealed class ChatOptions
{
    /// <summary>
    /// The answerers that a question may go through, the cheapest first: <c>extractive</c>, <c>llm:ALIAS</c>. The last answers everything until a route over them
    /// is certified. Left out: <c>extractive</c> alone.
    /// </summary>
    [MaxLength(5)]
    public IList<string> Answerers { get; } = [];

    /// <summary>While nothing else is sent a sign of life goes out so often, in seconds.</summary>
    [Range(0.05, 300)]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>How many earlier questions of a conversation an answerer sees.</summary>
    [Range(0, 50)]
    public int Turns { get; set; } = 6;
}
