using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Llm.Gateway;

namespace HybridAi.Api;

/// <summary>A labelling run before it is handed in: who labels, at whose expense, which records, and what that may cost.</summary>
/// <param name="Labeller">Who labels.</param>
/// <param name="Only">The records of a pilot; null: all.</param>
/// <param name="Estimate">What it may cost.</param>
internal sealed record LabellingPlan(ILabeller Labeller, IReadOnlySet<string>? Only, LabellingEstimate Estimate);

/// <summary>Makes labellers for the API's labelling runs and says what a run may cost.</summary>
internal sealed class LabellingPlans(ProjectStore projects, ReviewedTexts reviewed, LabellerFamily labellers, LabellingEstimator estimator)
{
    /// <summary>The labeller of this specification over a project, or a fault: there is no such project or labeller.</summary>
    public async Task<Outcome<ILabeller>> OpenAsync(string project, string labeller, AskSettings ask, CancellationToken cancellation)
    {
        var found = await projects.FindAsync(project, cancellation);
        if (!found.Succeeded(out var version, out var fault)) return fault;
        var context = new LabellerContext(version.Definition, await reviewed.ForTrainingAsync(version.Definition, cancellation)) { Ask = ask };
        return labellers.Create(labeller, context);
    }

    /// <summary>The plan for a run, or for a pilot of so many records.</summary>
    public async Task<Outcome<LabellingPlan>> MakeAsync(
        string project, string labeller, AskSettings ask, int? pilot, int concurrency, Payer payer, CancellationToken cancellation)
    {
        if (!(await OpenAsync(project, labeller, ask, cancellation)).Succeeded(out var opened, out var fault)) return fault;
        opened = opened.PaidBy(payer);
        var only = pilot is { } count ? await estimator.PilotAsync(project, opened, count, cancellation) : null;
        return new LabellingPlan(opened, only, await estimator.EstimateAsync(project, opened, only, concurrency, cancellation));
    }
}
