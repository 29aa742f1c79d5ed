using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Succession;

/// <summary>What learning again came to.</summary>
/// <param name="Dataset">The dataset that was frozen.</param>
/// <param name="Model">The model whose route was sought: the new one, or the champion before it where the gate refused it.</param>
/// <param name="Gate">What the gate said of the new model.</param>
/// <param name="Route">The route that was chosen.</param>
/// <param name="Succession">The candidate's succession; null where the route is no candidate.</param>
/// <param name="Reason">Why it is a candidate, or why not.</param>
public sealed record LearnedAgain(string Dataset, string Model, string Gate, string Route, string? Succession, string Reason);

/// <summary>How far it is.</summary>
/// <param name="Phase">What is done now.</param>
/// <param name="Done">Share of the phase, 0 to 1; null where it is not known.</param>
public sealed record LearnStep(string Phase, double? Done = null);

/// <summary>Freeze, train, gate, choose a route on the newest dataset, and put it beside the live one as a candidate. Run again on the same labels it makes the same.</summary>
public sealed class LearnAgain(
    DatasetFreezer freezer, TrainingStage training, ModelRegistry registry, TierPlan plan, RouteStage stage, RouteStore routes, SuccessionStore successions,
    SuccessionSettingsStore settings)
{
    /// <summary>Runs all of it.</summary>
    /// <param name="project">The project.</param>
    /// <param name="reason">Why; it stands in the succession.</param>
    /// <param name="payer">Who pays for asking tiers about reviewed rows that they have not answered yet.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Stops it; what was paid for stays in the journal.</param>
    /// <returns>What it came to, or the fault of the step that stood in the way.</returns>
    public async Task<Outcome<LearnedAgain>> RunAsync(
        ProjectVersion project, string reason, Payer payer, IProgress<LearnStep>? progress, CancellationToken cancellation)
    {
        var name = project.Definition.Name;
        if (!(await routes.LiveAsync(name, cancellation)).Succeeded(out var live, out var fault)) return fault;
        if (await successions.RunningAsync(name, cancellation) is { } running)
            return Fault.Conflict("succession-running", $"Route '{running.Candidate}' of '{name}' is a candidate since {running.StartedAt:u}: let it end, or stop it.");
        progress?.Report(new("freeze"));
        var frozen = await freezer.FreezeAsync(project, new([live.Definition.Reference.Labeller]), cancellation);
        if (!frozen.Succeeded(out var dataset, out fault)) return fault;
        var trained = await training.RunAsync(
            project, dataset, null, new(), Relay<TrainingStep>.To(progress, step => new(step.Phase, step.Done)), cancellation);
        if (!trained.Succeeded(out var model, out fault)) return fault;
        if (!(await registry.ChampionAsync(name, cancellation)).Succeeded(out var champion, out _))
        {
            return new LearnedAgain(
                dataset.Manifest.Hash, model.Card.Hash, model.Card.Gate.Reason, live.Hash, null, "The gate refused the model and there is no other: the live route stays.");
        }

        var wanted = await settings.FindAsync(name, cancellation);
        if (!TiersOf(wanted, live.Definition).Succeeded(out var choices, out fault)) return fault;
        if (!(await plan.ResolveAsync(project.Definition, choices, cancellation)).Succeeded(out var resolved, out fault)) return fault;
        if (!(await plan.OpenAsync(project.Definition, dataset.Manifest.Hash, resolved, cancellation)).Succeeded(out var tiers, out fault)) return fault;
        var asked = live.Definition.Evidence.Certificate.Settings;
        var chosen = await stage.RunAsync(
            project, dataset, [.. tiers.Select(tier => tier with { Labeller = tier.Labeller.PaidBy(payer) })],
            asked with { SliceFields = wanted.SliceFields ?? asked.SliceFields },
            Relay<LabellingProgress>.To(progress, done => new("ask", done.Planned == 0 ? 1 : done.Done / (double)done.Planned)),
            Relay<double>.To(progress, done => new("search", done)), cancellation);
        if (!chosen.Succeeded(out var route, out fault)) return fault;
        var ended = new LearnedAgain(dataset.Manifest.Hash, champion.Card.Hash, model.Card.Gate.Reason, route.Hash, null, "");
        if (route.Hash == live.Hash) return ended with { Reason = "The live route came out again." };
        var shown = route.Definition.Evidence.Certificate;
        if (shown.State != CertificateState.Certified) return ended with { Reason = $"No candidate: {shown.Reason}" };
        var begun = await successions.StartAsync(name, route.Hash, wanted, reason, cancellation);
        return begun.Then<LearnedAgain>(succession => ended with { Succession = succession.Id, Reason = $"It is a candidate: {shown.Reason}" });
    }

    // The live route's own tiers, the champion before them; those who called nobody are replaced by it.
    private static Outcome<IReadOnlyList<TierChoice>> TiersOf(SuccessionSettings settings, Route live)
    {
        if (settings.Tiers is { Count: > 0 } named)
        {
            var parsed = new List<TierChoice>();
            foreach (var text in named)
            {
                if (!TierChoice.Parse(text).Succeeded(out var choice, out var fault)) return fault;
                parsed.Add(choice);
            }

            return parsed;
        }

        var kept = live.Steps.Where(step => step.Tier != TierNames.Classical && step.Tier != live.Reference.Tier).Select(step => new TierChoice(step.Tier, step.Labeller, step.CostPerCallUsd));
        var reference = new TierChoice(live.Reference.Tier, live.Reference.Labeller, live.Reference.CostPerCallUsd);
        return (TierChoice[])[.. kept.Where(step => step.Tier == TierNames.Lexical), TierChoice.Parse(TierNames.Classical).Value, .. kept.Where(step => step.Tier != TierNames.Lexical), reference];
    }

    private sealed class Relay<T>(IProgress<LearnStep> progress, Func<T, LearnStep> step) : IProgress<T>
    {
        public static Relay<T>? To(IProgress<LearnStep>? progress, Func<T, LearnStep> step) => progress is null ? null : new(progress, step);

        public void Report(T value) => progress.Report(step(value));
    }
}
