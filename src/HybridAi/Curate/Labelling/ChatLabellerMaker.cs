using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;

namespace HybridAi.Curate.Labelling;

/// <summary>Makes a labeller that asks a model as the settings say: plainly, with examples, with a shortlist, in batches, several times.</summary>
public sealed class ChatLabellerMaker(PromptLibrary prompts)
{
    /// <summary>The labeller, or a fault: settings that don't go together, a shortlist as long as the list, no reviewed text to show.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The model to ask.</param>
    /// <param name="context">What it is made for.</param>
    /// <param name="repairs">Whether a broken answer is asked for again.</param>
    public Outcome<ILabeller> Make(string name, Model model, LabellerContext context, bool repairs)
    {
        var (ask, project) = (context.Ask, context.Project);
        if (ask.Wrong() is { } wrong) return wrong;
        if (!prompts.Find(ChatLabeller.PromptName(project.Kind)).Succeeded(out var prompt, out var fault)) return fault;
        Prompt? repair = null;
        if (repairs && !prompts.Find(ChatLabeller.RepairPromptName).Succeeded(out repair, out fault)) return fault;
        var pool = new Lazy<ShotPool>(() => new ShotPool(project, context.Reviewed));
        IShotSelector? shots = null;
        if (ask.Shots is { } selector && !ShotFamily.Create(new(selector, ask.ShotCount, ask.Seed), pool.Value).Succeeded(out shots, out fault)) return fault;
        ChatLabeller Of(Prompt asked, Project about, IShotSelector? shown) => new(name, model, asked, about, context.Purpose, repair, context.Measures, shown);
        var single = Of(prompt, project, shots);
        if (!Widened(single, ask, project, pool, shots, Of).Succeeded(out var labeller, out fault)) return fault;
        return ask.Samples > 1 ? new SelfConsistentLabeller(labeller, ask.Samples) : Same(labeller);
    }

    private Outcome<ILabeller> Widened(
        ChatLabeller single, AskSettings ask, Project project, Lazy<ShotPool> pool, IShotSelector? shots, Func<Prompt, Project, IShotSelector?, ChatLabeller> make)
    {
        if (ask.Batch > 1)
            return prompts.Find(BatchLabeller.PromptName).Then<ILabeller>(prompt => new BatchLabeller(single, prompt, project, ask.Batch));
        if (ask.Shortlist == 0) return single;
        if (project.Kind != ProjectKind.TextClassification) return Refused($"A shortlist is of labels of which one is chosen for a text; '{project.Name}' is of kind '{project.Kind.Name()}'.");
        if (ask.Shortlist >= project.Labels.Count) return Refused($"A shortlist is shorter than the list: '{project.Name}' has {project.Labels.Count} labels.");
        if (project.Labels.Any(label => label.Name == Shortlist.None)) return Refused($"'{Shortlist.None}' is a label of '{project.Name}', so no shortlist can say it.");
        if (pool.Value.Texts.Count == 0) return Fault.BadInput("shots-missing", "No text of the training part has been reviewed yet: a shortlist has nothing to go by.");
        return prompts.Find(ShortlistLabeller.PromptName).Then<ILabeller>(prompt => new ShortlistLabeller(
            single, project, new Shortlist(project, pool.Value, ask.Shortlist),
            near => make(prompt, near, shots is null ? null : new ShotsOf(shots, near))));
    }

    // An interface has no conversion of its own.
    private static Outcome<ILabeller> Same(ILabeller labeller) => labeller switch
    {
        BatchLabeller batch => batch,
        ShortlistLabeller near => near,
        var plain => (ChatLabeller)plain,
    };

    private static Fault Refused(string reason) => Fault.BadInput("label-settings", reason);
}
