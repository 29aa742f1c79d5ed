using System.Globalization;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// Asks with a short list of labels first, and with the whole list where the model says that none of those fits, or names another. Both calls are
/// paid for.
/// </summary>
/// <param name="whole">Asks with all labels.</param>
/// <param name="project">The project, with all labels.</param>
/// <param name="shortlist">Whose labels are asked with first.</param>
/// <param name="ask">The labeller of a project that has some of the labels, and <see cref="Shortlist.None"/>.</param>
internal sealed class ShortlistLabeller(ChatLabeller whole, Project project, Shortlist shortlist, Func<Project, ChatLabeller> ask) : IPromptedLabeller
{
    /// <summary>The name of the prompt that asks with some of the labels.</summary>
    public const string PromptName = "label_text_shortlist";

    private readonly ChatLabeller _sample = ask(project);

    public string Name => whole.Name;

    public string Version => ContentHash.Of(whole.Version, _sample.Version, "shortlist", shortlist.Size.ToString(CultureInfo.InvariantCulture));

    public LabellerProvenance Provenance => _sample.Provenance;

    public string? Remark => shortlist.Remark;

    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        var first = await Near(request.Text).ProposeAsync(request, cancellation);
        if (first.Fault is null ? first.Label != Shortlist.None : first.Fault.Code != "answer-off-schema") return first;
        var second = await whole.ProposeAsync(request, cancellation);
        return BudgetRefusal.Is(second.Fault) ? second : second.After(first);
    }

    public Model Model => whole.Model;

    public int? MostOutputTokens => whole.MostOutputTokens;

    public Outcome<PromptedCall> Prepare(IReadOnlyList<LabelRequest> requests) => Near(requests[0].Text).Prepare(requests[0]);

    public ILabeller PaidBy(Payer payer) => new ShortlistLabeller(
        (ChatLabeller)whole.PaidBy(payer), project, shortlist, near => (ChatLabeller)ask(near).PaidBy(payer));

    private ChatLabeller Near(string text)
    {
        var near = shortlist.Of(text).ToHashSet(StringComparer.Ordinal);
        // In the order of the schema: the order of the vote would tell the model what to say.
        return ask(project with { Labels = [.. project.Labels.Where(label => near.Contains(label.Name)), new LabelDefinition(Shortlist.None, "")] });
    }
}
