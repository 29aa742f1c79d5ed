using HybridAi.Llm;

namespace HybridAi.Curate.Labelling;

/// <summary>A labeller that asks a model by prompts, which can be looked at before anything is paid.</summary>
public interface IPromptedLabeller : ILabeller
{
    /// <summary>The model that it asks.</summary>
    Model Model { get; }

    /// <summary>The longest answer for one record, in tokens, where the prompt says so.</summary>
    int? MostOutputTokens { get; }

    /// <summary>Exactly what would be sent first for these records, at most <see cref="ILabeller.BatchSize"/>, or why nothing would be.</summary>
    Outcome<PromptedCall> Prepare(IReadOnlyList<LabelRequest> requests);
}
