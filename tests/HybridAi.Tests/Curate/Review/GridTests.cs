using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class GridTests
{
    private static readonly string[] Kinds = ["my parcel number {0} has not arrived at home", "the password of account {0} was refused twice"];

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_grid_holds_look_alikes_with_one_suggestion_for_one_annotator(string database)
    {
        await using var bench = await SeedAsync(database);

        var ann = await bench.Desk.GridAsync(Project, "ann", QueueKind.Doubtful, 5, Cancellation);
        var bob = await bench.Desk.GridAsync(Project, "bob", QueueKind.Doubtful, 5, Cancellation);

        ann.Count.ShouldBe(5);
        ann.Select(tile => tile.Suggestion!.Value).Distinct().Count().ShouldBe(1);
        ann.Select(tile => tile.Text.Text.Split(' ')[0]).Distinct().Count().ShouldBe(1);
        ann.Select(tile => tile.RecordId).Intersect(bob.Select(tile => tile.RecordId)).ShouldBeEmpty();
        ann[0].Similarity.ShouldBe(1);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Many_are_answered_at_once_each_with_its_outcome(string database)
    {
        await using var bench = await SeedAsync(database);
        var grid = await bench.Desk.GridAsync(Project, "ann", QueueKind.Doubtful, 4, Cancellation);
        bench.Clock.Advance(TimeSpan.FromSeconds(8));

        var outcomes = (await bench.Desk.AnswerAllAsync(
            MailVersion,
            [
                Answer.Accept(grid[0].RecordId, "ann"), Answer.Correct(grid[1].RecordId, "ann", "nonsense"), Answer.Accept("nobody", "ann"),
                Answer.Skip(grid[2].RecordId, "ann"), Answer.Accept(grid[0].RecordId, "ann"),
            ],
            Cancellation)).Value;

        outcomes.Select(outcome => outcome.Fault?.Code).ShouldBe([null, "label-unknown", "record-unknown", null, "record-reviewed"]);
        outcomes[0].Annotation!.ShouldSatisfyAllConditions(
            kept => kept.InBulk.ShouldBeTrue(), kept => kept.Duration.ShouldBe(TimeSpan.FromSeconds(8) / 5));
        (await bench.Annotations.StandingAsync("mail", Cancellation)).Count.ShouldBe(2);
        (await bench.Desk.AnswerAllAsync(MailVersion, [.. Enumerable.Repeat(Answer.Skip("x", "ann"), 501)], Cancellation)).Fault!.Code
            .ShouldBe("answers-too-many");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Similar_records_are_found_and_long_texts_cut(string database)
    {
        await using var bench = await SeedAsync(database);
        await bench.AddAsync(Record("long", "the password of account 7 was refused twice " + new string('x', 200_000)));

        var alike = (await bench.Desk.SimilarAsync(Project, "long", "ann", 5, Cancellation)).Value;
        var of = (await bench.Desk.SimilarAsync(Project, alike[0].RecordId, "ann", 40, Cancellation)).Value;

        alike.ShouldAllBe(tile => tile.Text.Text.StartsWith("the password"));
        of.Single(tile => tile.RecordId == "long").Text.ShouldSatisfyAllConditions(
            text => text.Text.Length.ShouldBe(TextCut.MostCharacters), text => text.Characters.ShouldBe(200_044), text => text.IsCut.ShouldBeTrue());
        (await bench.Desk.SimilarAsync(Project, "nobody", "ann", 5, Cancellation)).Fault!.Code.ShouldBe("record-unknown");
    }

    private static async Task<CurateBench> SeedAsync(string database)
    {
        var bench = await CreateAsync(database);
        await bench.AddAsync([.. Enumerable.Range(0, 40).Select(i => Record($"r{i}", string.Format(null, Kinds[i % 2], i)))]);
        await bench.LabelAsync(new FakeLabeller(request => new(request.Text[0] == 't' ? "login" : "bill", 0.9, "", 0, null)));
        return bench;
    }
}
