using System.ComponentModel.DataAnnotations;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Whether a question may get the answer that was kept for a similar one. Even where it is on, it answers only in projects whose threshold
/// was shown on labelled pairs (<c>hybridai cache calibrate</c>) to hold the false-hit rate that stands here.
/// </summary>
public sealed class SemanticOptions
{
    /// <summary>Whether similar questions are looked for at all.</summary>
    public bool Enabled { get; set; }

    /// <summary>The alias of the embedding model that says how similar two questions are; null: the built-in hashed n-grams.</summary>
    public string? Embedding { get; set; }

    /// <summary>At most this share of the answers given for a similar question may be wrong for the one that was asked.</summary>
    [Range(0.0001, 0.5)]
    public double MaxFalseHitRate { get; set; } = 0.02;

    /// <summary>The one-sided confidence with which that must have been shown.</summary>
    [Range(0.5, 0.9999)]
    public double Confidence { get; set; } = 0.95;

    /// <summary>This share of hits is asked for all the same, to see whether the answers agree.</summary>
    [Range(0.0, 1.0)]
    public double AuditShare { get; set; } = 0.05;

    /// <summary>Another seed audits other hits.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// At most so many questions are kept and compared one by one; the oldest go first. 10,000 of 512 numbers take about 20 MB and a few
    /// milliseconds a look.
    /// </summary>
    [Range(1, 200_000)]
    public int MaxQuestions { get; set; } = 10_000;

    /// <summary>What can't work together, by its place below the cache's settings.</summary>
    internal static IEnumerable<Fault> Check(LlmOptions llm)
    {
        var semantic = llm.Cache.Semantic;
        if (semantic.Enabled && !llm.Cache.Enabled)
            yield return Fault.BadInput("semantic-settings", "Answers for similar questions are those of the exact cache, which is off.", nameof(Enabled));
        if (semantic.Embedding is { } alias && llm.Models.GetValueOrDefault(alias)?.Kind != ModelKind.Embedding)
            yield return Fault.BadInput("semantic-settings", $"There is no embedding model '{alias}' under HybridAi:Llm:Models.", nameof(Embedding));
    }
}
