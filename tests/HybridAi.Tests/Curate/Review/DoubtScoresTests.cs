using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class DoubtScoresTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_label_unlike_those_of_its_look_alikes_is_the_most_doubtful(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync([.. Enumerable.Range(0, 60).Select(i => Record($"r{i}", $"{(i % 2 == 0 ? "invoice payment refund" : "password login reset")} {i}"))]);
        await bench.LabelAsync(new FakeLabeller(request => new(
            request.Text.StartsWith("invoice", StringComparison.Ordinal) == (request.RecordId != "r7") ? "bill" : request.RecordId == "r7" ? "bill" : "login", 0.9, "", 0, null)));

        var summary = (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Value;

        summary.Records.ShouldBe(60);
        summary.Learned.ShouldBeFalse();
        var worst = (await bench.Doubts.MostDoubtfulAsync(Project.Name, 1, Cancellation)).Single();
        worst.RecordId.ShouldBe("r7");
        worst.Version.ShouldBe(summary.Version);
        worst.Parts["student"].ShouldBeGreaterThan(0);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_same_labels_give_the_same_version_and_a_review_another(string database)
    {
        await using var bench = await AutoAcceptTests.LabelledAsync(database, 40);
        var before = (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Value;
        (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Value.Version.ShouldBe(before.Version);

        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Doubtful, null, Cancellation)).ShouldNotBeNull();
        await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "ann", "login", false, null, Cancellation);

        var after = (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Value;
        after.Reviewed.ShouldBe(1);
        after.Version.ShouldNotBe(before.Version);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_was_reviewed_of_held_out_records_stays_unknown(string database)
    {
        await using var bench = await AutoAcceptTests.LabelledAsync(database, 40);
        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.HeldOut, null, Cancellation)).ShouldNotBeNull();
        await bench.Desk.CorrectAsync(MailVersion, item.Record.Id, "ann", "login", false, null, Cancellation);

        (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Value.Reviewed.ShouldBe(0);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Without_labels_or_with_one_kind_only_there_is_nothing_to_doubt(string database)
    {
        await using var bench = await CreateAsync(database);
        (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("nothing-labelled");

        await bench.AddAsync(10);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("labels-too-few");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_doubt_is_put_in_the_place_of_the_older_one(string database)
    {
        await using var bench = await CreateAsync(database);
        var older = new Doubt("r1", "lexical", "bill", 0.2, new Dictionary<string, double> { ["student"] = -1 }, "v1", bench.Clock.GetUtcNow());

        await bench.Doubts.UpsertAsync("mail", [older, older with { RecordId = "r2" }], Cancellation);
        await bench.Doubts.UpsertAsync("mail", [older with { Score = 0.9, Version = "v2" }], Cancellation);

        var all = await bench.Doubts.MostDoubtfulAsync("mail", null, Cancellation);
        all.Select(doubt => (doubt.RecordId, doubt.Score, doubt.Version)).ShouldBe([("r1", 0.9, "v2"), ("r2", 0.2, "v1")]);
        all[0].Parts["student"].ShouldBe(-1);
        (await bench.Doubts.MostDoubtfulAsync("other", null, Cancellation)).ShouldBeEmpty();
    }
}
