using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Registry;

namespace HybridAi.Serve.Routing;

/// <summary>A tier as people name it.</summary>
/// <param name="Tier">One of <see cref="TierNames"/>.</param>
/// <param name="Labeller">Who answers: <c>model</c> for the champion, <c>model:HASH</c>, <c>lexical</c>, <c>llm:ALIAS</c>, <c>recorded:MODEL</c>, <c>person</c>.</param>
/// <param name="CostPerCallUsd">What a call is expected to cost; null: as measured, otherwise unknown.</param>
public sealed record TierChoice(string Tier, string Labeller, decimal? CostPerCallUsd = null)
{
    private const string Champion = "model";

    /// <summary>Whether the project's champion is meant, whichever that is.</summary>
    public bool IsChampion => Labeller == Champion;

    /// <summary>Reads <c>TIER</c> or <c>TIER=LABELLER</c>; a tier alone is answered by its usual labeller.</summary>
    public static Outcome<TierChoice> Parse(string text)
    {
        var (tier, labeller) = text.Split('=', 2) is [var before, var after] ? (before, after) : (text, null);
        return tier switch
        {
            TierNames.Lexical => new TierChoice(tier, labeller ?? "lexical"),
            TierNames.Classical => new TierChoice(tier, labeller ?? Champion),
            TierNames.SmallLlm => new TierChoice(tier, labeller ?? "llm:small"),
            TierNames.LargeLlm => new TierChoice(tier, labeller ?? "llm:large"),
            TierNames.Person => labeller is null or PersonLabeller.MemberName
                ? new TierChoice(tier, PersonLabeller.MemberName)
                : Fault.BadInput("tier-unknown", $"The tier '{tier}' is answered by people alone, not by '{labeller}'.", "tiers"),
            _ => Unknown(tier),
        };
    }

    internal static Fault Unknown(string tier) => Fault.BadInput("tier-unknown", $"There is no tier '{tier}'. Known: {string.Join(", ", TierNames.All)}.", "tiers");
}

/// <summary>Turns tiers as people name them into tiers that answer.</summary>
public sealed class TierPlan(TierSource source, LabellerFamily labellers, ModelRegistry registry)
{
    /// <summary>The choices with their models named by hash, so that they mean the same tomorrow; or the fault of a name that nobody has.</summary>
    public async Task<Outcome<IReadOnlyList<TierChoice>>> ResolveAsync(Project project, IReadOnlyList<TierChoice> choices, CancellationToken cancellation)
    {
        if (ProjectKinds.NotCovered(
            project, "routing", ProjectKind.TextClassification, ProjectKind.Score, ProjectKind.TabularClassification, ProjectKind.TabularRegression) is { } uncovered) return uncovered;
        var resolved = new List<TierChoice>();
        foreach (var choice in choices)
        {
            if (!TierNames.All.Contains(choice.Tier)) return TierChoice.Unknown(choice.Tier);
            if (!(await NameAsync(project, choice, cancellation)).Succeeded(out var labeller, out var fault)) return fault;
            resolved.Add(choice with { Labeller = labeller });
        }

        return resolved;
    }

    /// <summary>The tiers of resolved choices, open, with what they learned from the training part of the dataset of this hash.</summary>
    public async Task<Outcome<IReadOnlyList<Tier>>> OpenAsync(
        Project project, string datasetHash, IReadOnlyList<TierChoice> choices, CancellationToken cancellation)
    {
        var tiers = new List<Tier>();
        foreach (var choice in choices)
        {
            if (!(await source.OpenForRoutingAsync(project, datasetHash, choice.Labeller, cancellation)).Succeeded(out var labeller, out var fault)) return fault;
            tiers.Add(new(choice.Tier, labeller, choice.CostPerCallUsd));
        }

        return tiers;
    }

    private async Task<Outcome<string>> NameAsync(Project project, TierChoice choice, CancellationToken cancellation)
    {
        if (choice.Tier == TierNames.Person) return choice.Labeller;
        if (choice.IsChampion) return (await registry.ChampionAsync(project.Name, cancellation)).Then(NameOf);
        return choice.Labeller.StartsWith(ModelLabeller.Prefix, StringComparison.Ordinal)
            ? (await registry.FindAsync(project.Name, choice.Labeller[ModelLabeller.Prefix.Length..], cancellation)).Then(NameOf)
            : labellers.Create(choice.Labeller, new(project, Reviewed: [])).Then<string>(_ => choice.Labeller);
    }

    private static Outcome<string> NameOf(RegisteredModel model) => ModelLabeller.NameOf(model.Card.Hash);
}
