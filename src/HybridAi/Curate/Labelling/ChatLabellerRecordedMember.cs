using HybridAi.Llm;
using HybridAi.Llm.Providers;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// <c>recorded:MODEL</c>: replays what a model once answered. With a file in the context, MODEL is a model in it and nobody pays; without,
/// it is an alias of the catalogue that is served by the recorded provider.
/// </summary>
public sealed class ChatLabellerRecordedMember(ModelCatalogue models, RecordedProvider recorded, ChatLabellerMaker maker) : ILabellerMember
{
    /// <inheritdoc/>
    public string Name => "recorded";

    /// <inheritdoc/>
    public string Usage => "recorded:MODEL";

    /// <inheritdoc/>
    public Outcome<ILabeller> Create(string? argument, LabellerContext context)
    {
        if (argument is null) return Fault.BadInput("labeller-unknown", $"Name the recorded model: {Usage}.");
        var model = context.AnswersFile is { } file ? Replay(argument, file) : models.Find(argument).Then(Recorded);
        // One answer to each text is recorded, and it is that of one call.
        if (context.Ask.Batch > 1 || context.Ask.Samples > 1) return Fault.BadInput("label-settings", $"'{Name}' has one answer a text: neither batches nor samples.");
        return model.Then(found => maker.Make($"{Name}:{argument}", found, context, repairs: false));
    }

    // Straight to the file: what is replayed for an evaluation belongs to no project's account.
    private Outcome<Model> Replay(string model, string file)
    {
        var options = new ModelOptions { Provider = recorded.Name, Model = model, AnswersFile = file };
        return recorded.Create(model, options).Then<Model>(client => new Model(model, options, client));
    }

    private Outcome<Model> Recorded(Model model) => model.Options.Provider == Name
        ? model
        : Fault.BadInput("labeller-unknown", $"The model '{model.Alias}' is served by '{model.Options.Provider}', not recorded: use llm:{model.Alias}.");
}
