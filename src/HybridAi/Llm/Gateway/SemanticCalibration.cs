using HybridAi.Learning.Statistics;

namespace HybridAi.Llm.Gateway;

/// <summary>The threshold of a project, what it was shown with, and what audits have said since.</summary>
/// <param name="Project">The project.</param>
/// <param name="Embedding">The embedding model's name.</param>
/// <param name="EmbeddingVersion">The hash of all that decides its vectors: with another one the threshold says nothing.</param>
/// <param name="Evidence">Threshold and bound.</param>
/// <param name="CreatedAt">When it was shown.</param>
/// <param name="Audits">Hits that were asked for all the same since then.</param>
/// <param name="FalseAudits">Those whose answers differed.</param>
public sealed record SemanticCalibration(
    string Project, string Embedding, string EmbeddingVersion, SemanticEvidence Evidence, DateTimeOffset CreatedAt, int Audits, int FalseAudits)
{
    /// <summary>The audits' share of wrong hits; null without one.</summary>
    public double? AuditedFalseHitRate => Audits == 0 ? null : (double)FalseAudits / Audits;

    /// <summary>Why it is not in force; null where it is.</summary>
    /// <param name="options">What is asked for now.</param>
    /// <param name="embeddingVersion">The embedding model of now.</param>
    public string? Idle(SemanticOptions options, string embeddingVersion)
    {
        if (!options.Enabled) return "off in the settings";
        if (EmbeddingVersion != embeddingVersion) return "the embedding model is another one now: calibrate again";
        if (Evidence.FalseHitBound > options.MaxFalseHitRate || Evidence.Confidence < options.Confidence) return "the settings ask for more than was shown";
        return ClopperPearson.Lower(FalseAudits, Audits, Evidence.Confidence) > options.MaxFalseHitRate
            ? "stopped: audits show more wrong hits than allowed"
            : null;
    }
}
