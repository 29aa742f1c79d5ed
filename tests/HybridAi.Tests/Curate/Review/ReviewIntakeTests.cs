using HybridAi.Curate.Review;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class ReviewIntakeTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_text_that_is_handed_over_comes_before_all_else_and_its_label_is_found(string database)
    {
        await using var bench = await BenchAsync(database);
        await bench.AddAsync(20);
        var first = (await bench.People.AskAsync("mail", ["where is my invoice"], Cancellation)).Value["where is my invoice"];
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await bench.People.AskAsync("mail", ["second question"], Cancellation)).Value["second question"];

        var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Random, null, Cancellation)).ShouldNotBeNull();
        (item.Record.Id, item.Record.Text, item.Reason).ShouldBe((first, "where is my invoice", QueueReason.Asked));
        var waiting = (await bench.People.FindAsync("mail", first, Cancellation)).Value;
        (waiting.State, waiting.Label, waiting.Since is null).ShouldBe((AskedState.Waiting, null, false));
        (await bench.Desk.CorrectAsync(MailVersion, first, "ann", "bill", false, null, Cancellation)).Fault.ShouldBeNull();

        (await bench.People.OfTextAsync("mail", "where is my invoice", Cancellation)).ShouldBe(new AskedText(first, AskedState.Answered, "bill", null));
        (await bench.Desk.NextAsync(Project, "ann", QueueKind.Random, null, Cancellation))!.Record.Id.ShouldBe(second);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_text_that_is_a_record_already_is_asked_as_that_record_and_one_that_is_labelled_is_not_asked_again(string database)
    {
        await using var bench = await BenchAsync(database);
        var known = Record("r1");
        await bench.AddAsync(known);
        (await bench.People.AskAsync("mail", [known.Text], Cancellation)).Value[known.Text].ShouldBe("r1");
        await bench.Desk.CorrectAsync(MailVersion, "r1", "ann", "login", false, null, Cancellation);

        await bench.People.AskAsync("mail", [known.Text], Cancellation);

        (await bench.People.FindAsync("mail", "r1", Cancellation)).Value.ShouldBe(new("r1", AskedState.Answered, "login", null));
        (await bench.Desk.NextAsync(Project, "bob", QueueKind.Random, null, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Unknown_projects_and_records_are_named()
    {
        await using var bench = await BenchAsync("sqlite");

        (await bench.People.AskAsync("nobody", ["x"], Cancellation)).Fault!.Code.ShouldBe("project-unknown");
        (await bench.People.FindAsync("mail", "r9", Cancellation)).Fault!.ShouldSatisfyAllConditions(
            fault => fault.Code.ShouldBe("record-unknown"), fault => fault.Reason.ShouldContain("'r9'"));
        (await bench.People.OfTextAsync("mail", "never heard", Cancellation)).ShouldBeNull();
    }

    private static async Task<CurateBench> BenchAsync(string database)
    {
        var bench = await CreateAsync(database);
        await new HybridAi.Curate.Projects.ProjectStore(bench.Database, bench.Clock).SaveAsync(Project, Cancellation);
        return bench;
    }
}
