using HybridAi.Documents.Ingestion;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary><c>llm:ALIAS</c>: a model of the catalogue gives the order, whoever serves it.</summary>
public sealed class ChatRerankerMember(ModelCatalogue models, PromptLibrary prompts, TimeProvider clock, ILogger<ChatReranker> logger) : IRerankerMember
{
    /// <inheritdoc/>
    public string Name => "llm";

    /// <inheritdoc/>
    public string Usage => "llm:ALIAS";

    /// <inheritdoc/>
    public Outcome<IReranker> Create(string? argument)
    {
        if (argument is null) return Fault.BadInput("reranker-unknown", $"Name the model: {Usage}. Known: {string.Join(", ", models.Aliases)}.", "reranker");
        return models.Find(argument).Then(model => RankingPrompts.Of(prompts).Then(read => Success.Of<IReranker>(
            new ChatReranker($"{Name}:{argument}", model, read, text => InstructionRules.Score(text).Score >= InstructionRules.FlaggedFrom, clock, logger))));
    }
}
