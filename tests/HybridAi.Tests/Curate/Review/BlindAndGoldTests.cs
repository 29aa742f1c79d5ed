using HybridAi.Curate.Review;
using HybridAi.Storage;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class BlindAndGoldTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_blind_record_shows_no_suggestion_and_is_compared_afterwards(string database)
    {
        await using var bench = await CreateAsync(database, new(BlindShare: 1, GoldShare: 0));
        await bench.AddAsync(5);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));

        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Mixed, null, Cancellation)).ShouldNotBeNull();

        (item.Blind, item.Suggestion, item.Proposals.Count).ShouldBe((true, null, 0));
        Json.Write(item).ShouldNotContain("bill");
        (await bench.Desk.AcceptAsync(MailVersion, item.Record.Id, "ann", null, Cancellation)).Fault!.Code.ShouldBe("record-blind");
        var kept = (await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "ann", "login", true, null, Cancellation)).Value;
        (kept.SuggestedLabel, kept.SuggestionShown, kept.Action).ShouldBe(("bill", false, ReviewAction.Correct));
        (await bench.Desk.GridAsync(Project, "ann", QueueKind.Mixed, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public void A_record_is_blind_to_all_or_none_unless_each_has_their_own()
    {
        var all = new ReviewSettings(BlindShare: 0.2);
        var own = all with { BlindByAnnotator = true };
        var records = Enumerable.Range(0, 10_000).Select(i => $"r{i}").ToList();

        records.ShouldAllBe(record => all.IsBlind(record, "ann") == all.IsBlind(record, "bob"));
        records.ShouldContain(record => own.IsBlind(record, "ann") != own.IsBlind(record, "bob"));
        records.Average(record => all.IsBlind(record, "ann") ? 1 : 0).ShouldBe(0.2, 0.02);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_check_looks_like_any_other_record_and_is_never_a_fresh_label_of_one_that_is_done(string database)
    {
        await using var bench = await CreateAsync(database, new(BlindShare: 0, GoldShare: 0.5));
        await bench.AddAsync([.. Enumerable.Range(0, 6).Select(i => Record($"g{i}", gold: "bill"))]);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        for (var i = 0; i < 6; i++) await bench.Desk.CorrectAsync(MailVersion, $"g{i}", "ann", "bill", true, null, Cancellation);
        var before = await bench.Resolved.AllAsync(Project, Cancellation);
        await bench.AddAsync(40);

        for (var i = 0; i < 30; i++)
        {
            var item = (await bench.Desk.NextAsync(Project, "bob", QueueKind.Mixed, null, Cancellation)).ShouldNotBeNull();
            Json.Write(item).ToLowerInvariant().ShouldNotContain("gold");
            var kept = (await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "bob", "login", true, null, Cancellation)).Value;
            Json.Write(kept).ToLowerInvariant().ShouldNotContain("gold");
        }

        var checks = (await bench.Annotations.StandingAsync("mail", Cancellation)).Where(line => line.GoldCheck).ToList();
        checks.Count.ShouldBe(6);
        checks.ShouldAllBe(check => check.Extra && check.Annotator == "bob");
        (await bench.Resolved.AllAsync(Project, Cancellation)).Where(label => label.RecordId[0] == 'g').ShouldBe(before, ignoreOrder: true);
        var quality = await new AnnotatorQualityReport(bench.Database).OfAsync(Project, Cancellation);
        quality.Select(person => (person.Annotator, person.Gold, person.GoldRight)).ShouldBe([("ann", 6, 6), ("bob", 6, 0)]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Who_clicks_through_is_named_with_the_evidence_and_who_reads_is_not(string database)
    {
        await using var bench = await CreateAsync(database, new(Overlap: 2, BlindShare: 0, GoldShare: 0));
        await bench.AddAsync([.. Enumerable.Range(0, 30).Select(i => Record($"g{i}", gold: i < 20 ? "bill" : "login"))]);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        await WorkAsync("clicker", TimeSpan.FromMilliseconds(200), item => "bill");
        await WorkAsync("reader", TimeSpan.FromSeconds(4), item => int.Parse(item.Record.Id[1..], null) < 20 ? "bill" : "login");

        var people = await new AnnotatorQualityReport(bench.Database).OfAsync(Project, Cancellation);

        people.Select(person => (person.Annotator, person.GoldRight, person.Gold)).ShouldBe([("clicker", 20, 30), ("reader", 30, 30)]);
        people[0].Findings.Select(finding => finding.Concern).ShouldBe([QualityConcern.TooFast, QualityConcern.AcceptsWrongSuggestions]);
        people[0].Findings[1].Records.Count.ShouldBe(10);
        people[0].Findings[0].Evidence.ShouldBe("30 of 30 timed answers came faster than the text can be read.");
        people[1].Findings.ShouldBeEmpty();
        people[0].Lower!.Value.ShouldBeLessThan(2 / 3.0);

        async Task WorkAsync(string annotator, TimeSpan time, Func<ReviewItem, string> label)
        {
            while (await bench.Desk.NextAsync(Project, annotator, QueueKind.Mixed, null, Cancellation) is { } item)
            {
                bench.Clock.Advance(time);
                (await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, annotator, label(item), true, null, Cancellation)).Fault.ShouldBeNull();
            }
        }
    }
}
