using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class ProgressAndTimelineTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Progress_counts_records_and_people_and_estimates_errors_from_chance_alone(string database)
    {
        await using var bench = await CreateAsync(database);
        var training = QueueOrderTests.Training(0, 60);
        await bench.AddAsync([.. training.Select(id => Record(id))]);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        var report = new ReviewProgressReport(bench.Database, bench.Planner, bench.Clock);
        (await report.OfAsync(Project, Cancellation)).SuggestionError.ShouldBeNull();
        for (var i = 0; i < 10; i++)
        {
            var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Random, null, Cancellation))!;
            await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "ann", i < 3 ? "login" : "bill", true, null, Cancellation);
        }

        var skipped = (await bench.Desk.NextAsync(Project, "bob", QueueKind.Random, null, Cancellation))!;
        await bench.Desk.SkipAsync(MailVersion, skipped.Record.Id, "bob", Cancellation);
        await bench.Desk.NextAsync(Project, "bob", QueueKind.Random, null, Cancellation);

        var progress = await report.OfAsync(Project, Cancellation);

        (progress.Records, progress.Open, progress.Resolved, progress.Disputed, progress.Held).ShouldBe((training.Length, training.Length - 10, 10, 0, 1));
        progress.Annotators.Select(person => (person.Annotator, person.Labelled, person.Corrected, person.Skipped)).ShouldBe([("ann", 10, 3, 0), ("bob", 0, 0, 1)]);
        progress.SuggestionError.ShouldNotBeNull().ShouldSatisfyAllConditions(
            error => (error.Reviewed, error.Wrong).ShouldBe((10, 3)), error => error.Lower.ShouldBeInRange(0.05, 0.3),
            error => error.Upper.ShouldBeInRange(0.3, 0.7));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_timeline_tells_all_that_happened_and_not_the_trusted_label(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(Record("r0", "why was I billed twice", gold: "the-trusted-one"));
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Desk.CorrectAsync(MailVersion, "r0", "ann", "login", true, null, Cancellation);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Desk.UndoAsync(Project, "ann", Cancellation);
        await bench.Desk.AcceptAsync(MailVersion, "r0", "ann", null, Cancellation);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Disputes.AdjudicateAsync(MailVersion, "r0", "rev", "bill", DisputeReason.EdgeCase, "seen", Cancellation);
        await bench.Freezer.FreezeAsync(MailVersion, new(["fake"]), Cancellation);
        var timeline = new RecordTimeline(
            [
                new IngestedEvents(bench.Database), new ProposedEvents(bench.Labels), new DoubtedEvents(bench.Database),
                new PeopleEvents(bench.Annotations, new AdjudicationStore(bench.Database), bench.Comments), new FrozenEvents(bench.Datasets),
            ],
            bench.Records);

        var events = (await timeline.OfAsync(Project, "r0", Cancellation)).Value;

        events.Select(one => (one.Kind, one.By.Length > 20 ? "hash" : one.By, one.Label)).ShouldBe([
            (TimelineKind.Ingested, "test.csv", null), (TimelineKind.Proposed, "fake", "bill"), (TimelineKind.Annotated, "ann", "login"),
            (TimelineKind.Annotated, "ann", "bill"), (TimelineKind.Adjudicated, "rev", "bill"), (TimelineKind.Frozen, "hash", "bill"),
        ]);
        events[2].Facts["voided"].ShouldBe("undone");
        events.SelectMany(one => one.Facts.Values).ShouldNotContain("the-trusted-one");
        (await timeline.OfAsync(Project, "nobody", Cancellation)).Fault!.Code.ShouldBe("record-unknown");
    }
}
