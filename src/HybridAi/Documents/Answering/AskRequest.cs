using HybridAi.Llm.Gateway;

namespace HybridAi.Documents.Answering;

/// <summary>A question to the documents of a tenant.</summary>
/// <param name="Tenant">Whose documents.</param>
/// <param name="RequestId">The request that pays.</param>
/// <param name="Question">The question as it was put.</param>
public sealed record AskRequest(string Tenant, string RequestId, string Question)
{
    /// <summary>Who answers: <c>extractive</c>, <c>llm:ALIAS</c>.</summary>
    public string Answerer { get; init; } = "extractive";

    /// <summary>The conversation so far, the oldest turn first.</summary>
    public IReadOnlyList<Turn> Conversation { get; init; } = [];

    /// <summary>Under which names the asker reads; null: everything of the tenant.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>Tags of which a document must have one; empty: any document.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only documents that speak as of this time or later; null: any time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Only documents that speak as of this time or earlier; null: any time.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Who pays.</summary>
    public Payer Payer { get; init; } = Payer.Project;

    /// <summary>What becomes of sentences that nothing supports.</summary>
    public UnsupportedRule Unsupported { get; init; } = UnsupportedRule.Drop;
}
