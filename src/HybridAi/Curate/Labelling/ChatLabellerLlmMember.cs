using HybridAi.Llm;

namespace HybridAi.Curate.Labelling;

/// <summary><c>llm:ALIAS</c>: asks a model of the catalogue, whoever serves it.</summary>
public sealed class ChatLabellerLlmMember(ModelCatalogue models, ChatLabellerMaker maker) : ILabellerMember
{
    /// <inheritdoc/>
    public string Name => "llm";

    /// <inheritdoc/>
    public string Usage => "llm:ALIAS";

    /// <inheritdoc/>
    public Outcome<ILabeller> Create(string? argument, LabellerContext context)
    {
        if (argument is null) return Fault.BadInput("labeller-unknown", $"Name the model: {Usage}. Known: {string.Join(", ", models.Aliases)}.");
        return models.Find(argument).Then(model => maker.Make($"{Name}:{argument}", model, context, repairs: true));
    }
}
