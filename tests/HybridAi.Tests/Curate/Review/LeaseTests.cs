using FsCheck.Fluent;
using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class LeaseTests
{
    private static readonly ReviewSettings Plain = new(BlindShare: 0, GoldShare: 0);

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Annotators_who_ask_at_once_never_hold_a_record_beyond_the_overlap(string database)
    {
        foreach (var (annotators, overlap) in Cases())
        {
            await using var bench = await CreateAsync(database, Plain with { Overlap = overlap });
            await bench.AddAsync(9);
            await bench.LabelAsync(new FakeLabeller("bill", 0.9));

            var items = await Task.WhenAll(Enumerable.Range(0, annotators).Select(i => Task.Run(
                () => bench.Desk.NextAsync(Project, $"annotator{i}", QueueKind.Mixed, null, Cancellation))));

            var held = items.Where(item => item is not null).GroupBy(item => item!.Record.Id).ToList();
            held.ShouldAllBe(group => group.Count() <= overlap);
            held.Sum(group => group.Count()).ShouldBe(Math.Min(annotators, 9 * overlap));
        }

        static IEnumerable<(int, int)> Cases()
            => Gen.Choose(2, 24).Zip(Gen.Choose(1, 3)).Sample(5, 4).Append((24, 1));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Asking_again_gives_the_same_record_and_others_get_another_until_it_expires(string database)
    {
        await using var bench = await CreateAsync(database, Plain with { LeaseMinutes = 10 });
        await bench.AddAsync(40);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        var first = (await NextAsync(bench, "ann"))!.Record.Id;
        (await NextAsync(bench, "ann"))!.Record.Id.ShouldBe(first);
        (await NextAsync(bench, "bob"))!.Record.Id.ShouldNotBe(first);

        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        (await bench.Desk.RenewAsync(Project, "ann", Cancellation)).ShouldBe(1);
        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        (await NextAsync(bench, "cem"))!.Record.Id.ShouldNotBe(first);
        bench.Clock.Advance(TimeSpan.FromMinutes(11));
        (await NextAsync(bench, "dan"))!.Record.Id.ShouldBe(first);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_record_can_be_had_beside_those_on_the_screen_and_its_time_begins_when_they_are_answered(string database)
    {
        await using var bench = await CreateAsync(database, Plain);
        await bench.AddAsync(9);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        var first = (await NextAsync(bench, "ann"))!.Record.Id;
        var second = (await BesideAsync(first))!.Record.Id;
        second.ShouldNotBe(first);
        (await BesideAsync(first))!.Record.Id.ShouldBe(second);
        (await BesideAsync(first, second))!.Record.Id.ShouldNotBeOneOf(first, second);
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        (await bench.Desk.AcceptAsync(MailVersion, first, "ann", null, Cancellation)).Value.Duration.ShouldBe(TimeSpan.FromMinutes(2));
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        (await bench.Desk.AcceptAsync(MailVersion, second, "ann", null, Cancellation)).Value.Duration.ShouldBe(TimeSpan.FromMinutes(1));

        Task<ReviewItem?> BesideAsync(params string[] ids) => bench.Desk.NextAsync(Project, "ann", QueueKind.Mixed, null, Cancellation, beside: ids);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_is_handed_in_late_counts_while_the_place_is_free_and_is_kept_beside_when_it_is_not(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(40);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        var free = (await NextAsync(bench, "ann", QueueKind.Doubtful))!.Record.Id;
        bench.Clock.Advance(TimeSpan.FromHours(1));
        (await CorrectAsync(bench, free, "ann", "login")).Fault.ShouldBeNull();

        var taken = (await NextAsync(bench, "ann", QueueKind.Doubtful))!.Record.Id;
        bench.Clock.Advance(TimeSpan.FromHours(1));
        (await NextAsync(bench, "bob", QueueKind.Doubtful))!.Record.Id.ShouldBe(taken);
        var late = await CorrectAsync(bench, taken, "ann", "login");
        (await CorrectAsync(bench, taken, "bob", "bill")).Fault.ShouldBeNull();

        late.Fault!.Code.ShouldBe("lease-lost");
        (await bench.Annotations.StandingAsync("mail", Cancellation)).Select(line => (line.RecordId, line.Annotator, line.Extra))
            .ShouldBe([(free, "ann", false), (taken, "ann", true), (taken, "bob", false)]);
        (await bench.Resolved.AllAsync(Project, Cancellation)).Select(label => (label.RecordId, label.Label, label.By))
            .ShouldBe([(free, "login", "ann"), (taken, "bill", "bob")]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_answer_keeps_what_was_shown_why_and_how_long_it_took(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(40);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Doubtful, null, Cancellation))!;
        bench.Clock.Advance(TimeSpan.FromSeconds(7));

        var kept = (await bench.Desk.AnswerAsync(MailVersion, Answer.Accept(item.Record.Id, "ann") with { Comment = " sure " }, Cancellation)).Value;

        (kept.Queue, kept.Reason, kept.Duration, kept.AskedAt, kept.Comment, kept.SuggestedBy, kept.SuggestionShown).ShouldBe(
            (QueueKind.Doubtful, QueueReason.Doubt, TimeSpan.FromSeconds(7), item.AskedAt, "sure", "fake", true));
        (await bench.Annotations.StandingAsync("mail", Cancellation)).ShouldBe([kept]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_record_in_somebody_elses_hands_is_not_taken_from_the_side(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(1);
        (await NextAsync(bench, "ann")).ShouldNotBeNull();

        (await CorrectAsync(bench, "r0", "bob", "bill")).Fault!.Code.ShouldBe("record-held");
        await bench.Desk.SkipAsync(MailVersion, "r0", "ann", Cancellation);
        (await CorrectAsync(bench, "r0", "bob", "bill")).Fault.ShouldBeNull();
    }

    private static Task<ReviewItem?> NextAsync(CurateBench bench, string annotator, QueueKind queue = QueueKind.Mixed)
        => bench.Desk.NextAsync(Project, annotator, queue, null, Cancellation);

    private static Task<Outcome<Annotation>> CorrectAsync(CurateBench bench, string record, string annotator, string label)
        => bench.Desk.CorrectAsync(MailVersion, record, annotator, label, true, null, Cancellation);
}
