using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class OverlapTests
{
    private static readonly ReviewSettings Twice = new(Overlap: 2, BlindShare: 0, GoldShare: 0);

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_record_waits_until_enough_people_have_labelled_it_and_never_for_one_of_them(string database)
    {
        await using var bench = await CreateAsync(database, Twice);
        await bench.AddAsync(10);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        (await AllAsync(bench, "ann", "bill")).Count.ShouldBe(10);
        (await bench.Resolved.AllAsync(Project, Cancellation)).ShouldBeEmpty();
        (await AllAsync(bench, "bob", "bill")).Count.ShouldBe(10);
        (await AllAsync(bench, "cem", "bill")).ShouldBeEmpty();

        (await bench.Resolved.AllAsync(Project, Cancellation)).Select(label => label.By).Distinct().ShouldBe(["ann, bob"]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_dispute_waits_for_a_reviewer_whose_decision_changes_no_annotation(string database)
    {
        await using var bench = await CreateAsync(database, Twice);
        await bench.AddAsync(2);
        await CorrectAsync(bench, "r0", "ann", "bill");
        await CorrectAsync(bench, "r0", "bob", "login");
        await bench.Comments.AddAsync("mail", "r0", "ann", "<b>both</b> are in it", Cancellation);

        var dispute = (await bench.Disputes.ListAsync(Project, 10, Cancellation)).ShouldHaveSingleItem();
        dispute.Annotations.Select(line => (line.Annotator, line.Label)).ShouldBe([("ann", "bill"), ("bob", "login")]);
        dispute.Comments.ShouldHaveSingleItem().Text.ShouldBe("<b>both</b> are in it");
        (await DecideAsync("r1")).Fault!.Code.ShouldBe("record-unlabelled");
        (await DecideAsync("r0")).Fault.ShouldBeNull();

        (await bench.Disputes.ListAsync(Project, 10, Cancellation)).ShouldBeEmpty();
        (await bench.Resolved.AllAsync(Project, Cancellation)).ShouldHaveSingleItem().ShouldBe(new("r0", "login", "rev", Adjudicated: true, SuggestionShown: false));
        (await bench.Annotations.StandingAsync("mail", Cancellation)).Count.ShouldBe(2);

        Task<Outcome<Adjudication>> DecideAsync(string record)
            => bench.Disputes.AdjudicateAsync(MailVersion, record, "rev", "login", DisputeReason.GuidelineGap, null, Cancellation);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Another_overlap_resolves_anew_what_is_there(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);
        await CorrectAsync(bench, "r0", "ann", "bill");
        (await bench.Resolved.AllAsync(Project, Cancellation)).Count.ShouldBe(1);

        await bench.Settings.SaveAsync("mail", Twice, Cancellation);

        (await bench.Resolved.AllAsync(Project, Cancellation)).ShouldBeEmpty();
        (await bench.Desk.NextAsync(Project, "ann", QueueKind.Mixed, null, Cancellation)).ShouldBeNull();
        (await bench.Desk.NextAsync(Project, "bob", QueueKind.Mixed, null, Cancellation)).ShouldNotBeNull();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_label_that_left_the_schema_no_longer_counts_and_its_record_waits_with_that_reason(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(2);
        await CorrectAsync(bench, "r0", "ann", "bill");
        await CorrectAsync(bench, "r1", "ann", "login");
        var changed = Project with { Labels = [new("login", "signing in"), new("order", "orders")] };
        var version = MailVersion with { Version = 2, Definition = changed, Hash = changed.Hash() };

        var item = (await bench.Desk.NextAsync(changed, "ann", QueueKind.Mixed, null, Cancellation)).ShouldNotBeNull();

        (item.Record.Id, item.Reason).ShouldBe(("r0", QueueReason.Requeued));
        (await bench.Resolved.AllAsync(changed, Cancellation)).Select(label => label.RecordId).ShouldBe(["r1"]);
        (await bench.Desk.CorrectAsync(version, "r0", "ann", "order", true, null, Cancellation)).Fault.ShouldBeNull();
        (await bench.Resolved.AllAsync(changed, Cancellation)).Count.ShouldBe(2);
        (await bench.Annotations.HistoryAsync("mail", "r0", Cancellation)).Select(line => (line.Label, line.VoidedBecause))
            .ShouldBe([("bill", "replaced"), ("order", null)]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Labels_of_an_older_guideline_are_counted_and_then_looked_at_again(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(3);
        await CorrectAsync(bench, "r0", "ann", "bill");
        await CorrectAsync(bench, "r1", "ann", "login");
        var version = MailVersion with { Version = 2 };
        await bench.Desk.CorrectAsync(version, "r2", "ann", "bill", true, null, Cancellation);
        var (requeue, old) = (new Requeue(bench.Database, bench.Planner), new RequeueRequest(2, "bill"));

        (await requeue.CountAsync(version, old, Cancellation)).Value.ShouldBe(new(1, 1, 0));
        (await bench.Resolved.AllAsync(Project, Cancellation)).Count.ShouldBe(3);
        (await requeue.RunAsync(version, old, Cancellation)).Value.ShouldBe(new(1, 1, 0));

        (await bench.Resolved.AllAsync(Project, Cancellation)).Select(label => label.RecordId).ShouldBe(["r1", "r2"]);
        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Mixed, null, Cancellation)).ShouldNotBeNull();
        (item.Record.Id, item.Reason).ShouldBe(("r0", QueueReason.Requeued));
        (await requeue.CountAsync(version, old with { BeforeVersion = 3 }, Cancellation)).Fault!.Code.ShouldBe("version-out-of-range");
    }

    private static Task<Outcome<Annotation>> CorrectAsync(CurateBench bench, string record, string annotator, string label)
        => bench.Desk.CorrectAsync(MailVersion, record, annotator, label, true, null, Cancellation);

    private static async Task<IReadOnlyList<string>> AllAsync(CurateBench bench, string annotator, string label)
    {
        var seen = new List<string>();
        while (await bench.Desk.NextAsync(Project, annotator, QueueKind.Mixed, null, Cancellation) is { } item)
        {
            seen.Add(item.Record.Id);
            (await CorrectAsync(bench, item.Record.Id, annotator, label)).Fault.ShouldBeNull();
        }

        seen.ShouldBeUnique();
        return seen;
    }
}
