using HybridAi.Cli.Terminal;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Demo;

/// <summary>
/// Plays the person at the review desk: answers with the gold label that came with the sample. Looks at everything that is held out, since that
/// judges model and route, and at the most doubtful of the rest.
/// </summary>
internal sealed class DemoReviewer(Stages stages, ProjectVersion project, string labeller)
{
    private const string Name = "demo-reviewer";
    private const int DoubtfulRecords = 100;

    public Task<Outcome<DemoReview>> RunAsync(IReadOnlyList<Record> records, CancellationToken cancellation)
        => Progress.ShowAsync("review", display => ReviewAsync(records, display, cancellation));

    private async Task<Outcome<DemoReview>> ReviewAsync(IReadOnlyList<Record> records, IProgress<Step> display, CancellationToken cancellation)
    {
        // Who answers with the trusted labels can't be checked by them, and checks would take the place of doubtful records.
        var settings = await stages.Get<ReviewSettingsStore>().SaveAsync(project.Definition.Name, new ReviewSettings(GoldShare: 0), cancellation);
        if (settings.Fault is { } wrong) return wrong;
        var byId = records.ToDictionary(record => record.Id);
        var heldOut = records.Count(record => record.DuplicateOf is null && IsHeldOut(record));
        foreach (var (queue, wanted) in ((QueueKind, int)[])[(QueueKind.HeldOut, heldOut), (QueueKind.Doubtful, DoubtfulRecords)])
        {
            for (var done = await DoneAsync(); done < wanted; done++)
            {
                var item = await stages.Get<ReviewDesk>().NextAsync(project.Definition, Name, queue, labeller, cancellation);
                if (item is null || byId[item.Record.Id].Gold is not { } gold) break;
                var outcome = await stages.Get<ReviewDesk>().CorrectAsync(project, item.Record.Id, Name, gold, suggestionShown: true, null, cancellation);
                if (outcome.Fault is { } fault) return fault;
                display.Report(new(done + 1, wanted));
            }

            async Task<int> DoneAsync() => (await AnnotationsAsync(cancellation)).Count(annotation => IsHeldOut(byId[annotation.RecordId]) == (queue == QueueKind.HeldOut));
        }

        var all = await AnnotationsAsync(cancellation);
        return new DemoReview(
            all.Count(annotation => IsHeldOut(byId[annotation.RecordId])), all.Count(annotation => !IsHeldOut(byId[annotation.RecordId])),
            all.Count(annotation => annotation.Action == ReviewAction.Correct));
    }

    private async Task<IReadOnlyList<Annotation>> AnnotationsAsync(CancellationToken cancellation)
        => [.. (await stages.Get<AnnotationStore>().StandingAsync(project.Definition.Name, cancellation)).Where(annotation => annotation.Label is not null)];

    private bool IsHeldOut(Record record) => SplitAssignment.Of(record.GroupHash, project.Definition.Split) != Split.Train;
}
