using HybridAi.Curate.Datasets;
using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class ReviewDeskTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_most_doubtful_training_record_comes_first(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(60);
        await bench.LabelAsync(new FakeLabeller(request => new("bill", Confidence(request.RecordId), "why", 0, null)));

        var item = await NextAsync(bench, QueueKind.Doubtful);

        var training = Enumerable.Range(0, 60).Select(i => Record($"r{i}")).Where(IsTraining).ToList();
        item.ShouldNotBeNull().Record.Id.ShouldBe(training.MinBy(record => Confidence(record.Id))!.Id);
        item.Suggestion.ShouldNotBeNull().Value.ShouldBe("bill");
        item.Reason.ShouldBe(QueueReason.Doubt);

        static double Confidence(string id) => (37 * int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture) % 60 + 1) / 61.0;
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Held_out_records_come_from_the_held_out_parts_whatever_the_doubt(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(60);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        for (var i = 0; i < 10; i++)
        {
            var item = (await NextAsync(bench, QueueKind.HeldOut)).ShouldNotBeNull();
            IsTraining(item.Record).ShouldBeFalse();
            (await bench.Desk.AcceptAsync(MailVersion, item.Record.Id, "ann", null, Cancellation)).Fault.ShouldBeNull();
        }
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Mixed_takes_turns_and_ends_when_both_queues_are_empty(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(12);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        var kinds = new List<QueueReason>();

        while (await NextAsync(bench, QueueKind.Mixed) is { } item)
        {
            kinds.Add(item.Reason);
            await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "ann", "login", true, null, Cancellation);
        }

        kinds.Count.ShouldBe(12);
        kinds[0].ShouldBe(QueueReason.HeldOut);
        kinds[1].ShouldNotBe(QueueReason.HeldOut);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Accept_correct_and_skip_say_what_was_suggested_and_whether_it_was_seen(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(4);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        await bench.Desk.AcceptAsync(MailVersion, "r0", "ann", null, Cancellation);
        await bench.Desk.CorrectAsync(MailVersion, "r1", "ann", "login", true, null, Cancellation);
        await bench.Desk.CorrectAsync(MailVersion, "r2", "ann", "bill", false, null, Cancellation);
        await bench.Desk.SkipAsync(MailVersion, "r3", "ann", Cancellation);

        (await bench.Annotations.StandingAsync("mail", Cancellation))
            .Select(a => (a.RecordId, a.Action, a.Label, a.SuggestedLabel, a.SuggestionShown))
            .ShouldBe([
                ("r0", ReviewAction.Accept, "bill", "bill", true),
                ("r1", ReviewAction.Correct, "login", "bill", true),
                ("r2", ReviewAction.Accept, "bill", "bill", false),
                ("r3", ReviewAction.Skip, null, null, false),
            ]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Undo_brings_the_record_back_and_a_skip_hides_it_only_from_the_one_who_skipped(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);
        var kind = IsTraining(Record("r0")) ? QueueKind.Doubtful : QueueKind.HeldOut;
        await bench.Desk.CorrectAsync(MailVersion, "r0", "ann", "login", true, null, Cancellation);
        (await NextAsync(bench, kind)).ShouldBeNull();

        var undone = await bench.Desk.UndoAsync(Project, "ann", Cancellation);

        undone.Value.Label.ShouldBe("login");
        (await NextAsync(bench, kind)).ShouldNotBeNull().Record.Id.ShouldBe("r0");
        await bench.Desk.SkipAsync(MailVersion, "r0", "ann", Cancellation);
        (await NextAsync(bench, kind)).ShouldBeNull();
        (await NextAsync(bench, kind, "bob")).ShouldNotBeNull();
        await bench.Desk.UndoAsync(Project, "ann", Cancellation);
        (await bench.Desk.UndoAsync(Project, "ann", Cancellation)).Fault!.Code.ShouldBe("nothing-to-undo");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Of_many_who_label_one_record_at_once_one_wins_and_the_others_are_told(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => bench.Desk.CorrectAsync(MailVersion, "r0", $"annotator{i}", "bill", true, null, Cancellation))));

        outcomes.Count(outcome => outcome.Fault is null).ShouldBe(1);
        outcomes.Where(outcome => outcome.Fault is not null).ShouldAllBe(outcome => outcome.Fault!.Code == "record-reviewed");
    }

    [Fact]
    public async Task What_can_not_be_annotated_is_refused_with_the_reason()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync(Record("a", "same"), Record("b", "same"));

        (await bench.Desk.CorrectAsync(MailVersion, "a", "ann", "Bill", true, null, Cancellation)).Fault!.Reason.ShouldContain("Known: bill, login");
        (await bench.Desk.CorrectAsync(MailVersion, "z", "ann", "bill", true, null, Cancellation)).Fault!.Code.ShouldBe("record-unknown");
        (await bench.Desk.CorrectAsync(MailVersion, "b", "ann", "bill", true, null, Cancellation)).Fault!.Reason.ShouldContain("'a'");
        (await bench.Desk.AcceptAsync(MailVersion, "a", "ann", null, Cancellation)).Fault!.Code.ShouldBe("suggestion-missing");
        (await bench.Desk.SkipAsync(MailVersion, "a", " ", Cancellation)).Fault!.Code.ShouldBe("annotator-missing");
    }

    private static bool IsTraining(HybridAi.Curate.Ingestion.Record record) => SplitAssignment.Of(record.GroupHash, Project.Split) == Split.Train;

    private static Task<ReviewItem?> NextAsync(CurateBench bench, QueueKind kind, string annotator = "ann")
        => bench.Desk.NextAsync(Project, annotator, kind, null, Cancellation);
}
