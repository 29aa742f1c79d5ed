using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Labelling;

/// <summary><c>lexical</c>: the embedded default.</summary>
public sealed class LexicalLabellerMember(TimeProvider clock) : ILabellerMember
{
    /// <inheritdoc/>
    public string Name => "lexical";

    /// <inheritdoc/>
    public string Usage => "lexical";

    /// <inheritdoc/>
    public Outcome<ILabeller> Create(string? argument, LabellerContext context)
    {
        if (argument is not null) return Fault.BadInput("labeller-unknown", $"'{Name}' takes nothing after a colon.");
        if (context.Ask != AskSettings.Plain) return Fault.BadInput("label-settings", $"'{Name}' asks no model: neither batches, examples, a shortlist nor samples.");
        if (!context.Project.Kind.IsOneLabel())
            return Fault.BadInput("kind-not-covered", $"'{Name}' gives one label of a list; '{context.Project.Name}' is of kind '{context.Project.Kind.Name()}': use an LLM.");
        if (context.Project.Labels.Count < 2) return Fault.BadInput("labels-too-few", "A labeller needs a schema of at least two labels.");
        return new LexicalLabeller(context.Project, context.Reviewed, clock);
    }
}
