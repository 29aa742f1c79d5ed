using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class QueueOrderTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_doubt_score_goes_before_the_confidence_and_new_records_and_labels_are_followed(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync([.. Training(0, 30).Select(id => Record(id))]);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9));
        var doubtful = Training(0, 30)[7];
        (await PeekAsync(bench)).ShouldBe(Training(0, 30)[0]);

        await DoubtAsync(bench, doubtful, 0.6);
        (await PeekAsync(bench)).ShouldBe(doubtful);

        var unlabelled = Training(100, 130)[0];
        await bench.AddAsync(Record(unlabelled));
        (await PeekAsync(bench)).ShouldBe(unlabelled);
        await bench.LabelAsync(new FakeLabeller("bill", 0.99));
        (await PeekAsync(bench)).ShouldBe(doubtful);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Rare_labels_come_first_in_their_queue_and_no_others_come(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(100);
        await bench.LabelAsync(new FakeLabeller(request => new(request.RecordId.EndsWith('7') ? "login" : "bill", 0.9, "", 0, null)));
        var rare = new List<string>();

        while (await bench.Desk.NextAsync(Project, "ann", QueueKind.Rare, null, Cancellation) is { } item)
        {
            rare.Add(item.Record.Id);
            await bench.Desk.SkipAsync(MailVersion, item.Record.Id, "ann", Cancellation);
        }

        rare.ShouldBe(Training(0, 100).Where(id => id.EndsWith('7')), ignoreOrder: true);
    }

    [Fact]
    public void Turns_keep_to_their_shares_and_can_be_told_again()
    {
        var settings = new ReviewSettings(RandomShare: 0.15, RareShare: 0.1, GoldShare: 0.05);
        var turns = Enumerable.Range(0, 20_000).Select(turn => QueueTurn.Of(settings, QueueKind.Mixed, "ann", turn)).ToList();

        var firsts = turns.Select(turn => turn.Reasons[2]).ToList();
        firsts.Count(reason => reason == QueueReason.HeldOut).ShouldBe(10_000);
        Share(QueueReason.Random).ShouldBe(0.15, 0.01);
        Share(QueueReason.Rare).ShouldBe(0.1, 0.01);
        turns.Average(turn => turn.GoldFirst ? 1 : 0).ShouldBe(0.05, 0.006);
        QueueTurn.Of(settings, QueueKind.Mixed, "ann", 17).Reasons.ShouldBe(turns[17].Reasons);
        Enumerable.Range(0, 200).Count(turn => QueueTurn.Of(settings, QueueKind.Mixed, "bob", turn).GoldFirst != turns[turn].GoldFirst).ShouldBeGreaterThan(0);

        double Share(QueueReason reason) => firsts.Count(one => one == reason) / 10_000.0;
    }

    [Fact]
    public void Settings_out_of_range_are_all_named()
    {
        var fault = new ReviewSettings(Overlap: 0, BlindShare: 2, RandomShare: 0.5).Check().Fault;

        fault!.Reason.ShouldSatisfyAllConditions(
            reason => reason.ShouldContain("'overlap' is 1 to 20, not 0."), reason => reason.ShouldContain("'blindShare'"),
            reason => reason.ShouldContain("'randomShare' is 0.1 to 0.2"));
    }

    internal static string[] Training(int from, int to)
        => [.. Enumerable.Range(from, to - from).Select(i => $"r{i}").Where(id => SplitAssignment.Of(Record(id).GroupHash, Project.Split) == Split.Train)];

    // The next record, without keeping it.
    private static async Task<string> PeekAsync(CurateBench bench)
    {
        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Doubtful, null, Cancellation)).ShouldNotBeNull();
        bench.Clock.Advance(TimeSpan.FromHours(1));
        return item.Record.Id;
    }

    private static async Task DoubtAsync(CurateBench bench, string record, double score)
    {
        await using var connection = await bench.Database.OpenAsync(Cancellation);
        await connection.ExecuteAsync(
            "INSERT INTO doubts (project, record_id, labeller, label, score, parts, confidences, version, created_at) VALUES ('mail', @record, 'fake', 'bill', @score, '{}', '{}', 'v1', @now)",
            new { record, score, now = bench.Clock.GetUtcNow() });
    }
}
