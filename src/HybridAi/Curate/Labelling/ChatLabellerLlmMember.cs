using HybridAi.Llm;
using HybridAi.Llm.Prompts;

namespace HybridAi.Curate.Labelling;

/// <summary><c>llm:ALIAS</c>: asks a model of the catalogue, whoever serves it.</summary>
public sealed class ChatLabellerLlmMember(ModelCatalogue models, PromptLibrary prompts) : ILabellerMember
{
    /// <inheritdoc/>
    public string Name => "llm";

    /// <inheritdoc/>
    public string Usage => "llm:ALIAS";

    /// <inheritdoc/>
    public Outcome<ILabeller> Create(string? argument, LabellerContext context)
    {
        if (argument is null) return Fault.BadInput("labeller-unknown", $"Name the model: {Usage}. Known: {string.Join(", ", models.Aliases)}.");
        return prompts.Find(ChatLabeller.PromptName(context.Project.Kind)).Then(prompt => prompts.Find(ChatLabeller.RepairPromptName).Then(
            repair => models.Find(argument).Then<ILabeller>(
                model => new ChatLabeller($"{Name}:{argument}", model, prompt, context.Project, context.Purpose, repair, context.Measures))));
    }
}
