using HybridAi.Curate.Datasets;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Datasets;

public class DatasetFreezerTests
{
    private static readonly FreezeOptions ByFake = new(["fake"], UseGold: false);

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_person_outranks_the_file_and_the_file_outranks_a_labeller(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(Record("person", gold: "login"), Record("file", gold: "login"), Record("labeller", TrainingText()));
        await bench.LabelAsync(new FakeLabeller("bill", 0.8));
        await bench.Desk.CorrectAsync(MailVersion, "person", "ann", "bill", false, null, Cancellation);

        var dataset = (await bench.Freezer.FreezeAsync(MailVersion, new(["fake"]), Cancellation)).Value;

        dataset.Rows.Select(row => (row.RecordId, row.Label, row.Source, row.By, row.SuggestionShown)).ShouldBe([
            ("person", "bill", LabelSource.Annotation, "ann", false),
            ("file", "login", LabelSource.Gold, "test.csv", false),
            ("labeller", "bill", LabelSource.Labeller, "fake", false),
        ]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Nothing_that_nobody_reviewed_is_held_out(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(80);
        await bench.LabelAsync(new FakeLabeller("bill", 0.8));

        var dataset = (await bench.Freezer.FreezeAsync(MailVersion, ByFake, Cancellation)).Value;

        dataset.Rows.ShouldNotBeEmpty();
        dataset.Rows.ShouldAllBe(row => row.Split == Split.Train);
        dataset.Manifest.ReviewedShare.ShouldBe(0);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_same_labels_freeze_to_the_same_hash_and_load_again(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(30, gold: "login");
        var first = (await bench.Freezer.FreezeAsync(MailVersion, new([]), Cancellation)).Value;
        bench.Clock.Advance(TimeSpan.FromHours(1));

        var second = (await bench.Freezer.FreezeAsync(MailVersion, new([]), Cancellation)).Value;
        var loaded = (await bench.Datasets.LoadAsync("mail", first.Manifest.Hash[..8], Cancellation)).Value;

        second.Manifest.Hash.ShouldBe(first.Manifest.Hash);
        loaded.Rows.ShouldBe(first.Rows);
        (await bench.Datasets.ListAsync("mail", Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Duplicates_share_their_label_and_their_part()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync([.. Enumerable.Range(0, 20).SelectMany(i => new[] { Record($"a{i}", $"text {i}"), Record($"b{i}", $"text {i}") })]);
        for (var i = 0; i < 20; i++) await bench.Desk.CorrectAsync(MailVersion, $"a{i}", "ann", i % 2 == 0 ? "bill" : "login", true, null, Cancellation);

        var rows = (await bench.Freezer.FreezeAsync(MailVersion, ByFake, Cancellation)).Value.Rows;

        rows.Count.ShouldBe(40);
        rows.GroupBy(row => row.Text).ShouldAllBe(group => group.Select(row => row.Split).Distinct().Count() == 1
            && group.Select(row => row.Label).Distinct().Count() == 1);
    }

    [Fact]
    public async Task A_doubtful_proposal_stays_out()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync(50);
        await bench.LabelAsync(new FakeLabeller(request => new("bill", request.RecordId.EndsWith('0') ? 0.9 : 0.4, "", 0, null)));

        var rows = (await bench.Freezer.FreezeAsync(MailVersion, ByFake with { MinConfidence = 0.5 }, Cancellation)).Value.Rows;

        rows.ShouldAllBe(row => row.RecordId.EndsWith('0'));
    }

    [Fact]
    public async Task Freezing_nothing_says_what_is_missing()
    {
        await using var bench = await CreateAsync("sqlite");

        (await bench.Freezer.FreezeAsync(MailVersion, ByFake, Cancellation)).Fault!.Code.ShouldBe("nothing-labelled");
        (await bench.Datasets.LoadAsync("mail", null, Cancellation)).Fault!.Reason.ShouldContain("no dataset yet");
    }

    [Fact]
    public async Task A_disk_that_can_not_be_written_is_a_fault_and_leaves_nothing()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync(5, gold: "bill");
        Directory.Delete(bench.Artefacts.Root);
        await File.WriteAllTextAsync(bench.Artefacts.Root, "a file where the folder should be", Cancellation);

        var fault = (await bench.Freezer.FreezeAsync(MailVersion, new([]), Cancellation)).Fault;

        fault.ShouldNotBeNull().Code.ShouldBe("dataset-not-written");
        fault.Place.ShouldBe(bench.Artefacts.Root);
        (await bench.Datasets.ListAsync("mail", Cancellation)).ShouldBeEmpty();
        File.Delete(bench.Artefacts.Root);
        Directory.CreateDirectory(bench.Artefacts.Root);
    }

    [Fact]
    public void The_split_keeps_to_its_shares()
    {
        var parts = Enumerable.Range(0, 20_000).Select(i => SplitAssignment.Of(HybridAi.Storage.ContentHash.Of($"{i}"), Project.Split)).CountBy(part => part).ToDictionary();

        (parts[Split.Test] / 20_000.0).ShouldBe(0.2, 0.01);
        (parts[Split.Calibration] / 20_000.0).ShouldBe(0.2, 0.01);
    }

    // The first text that falls into the training part: only there may a labeller's word stand.
    private static string TrainingText() => Enumerable.Range(0, 100).Select(i => $"text {i}")
        .First(text => SplitAssignment.Of(Record("x", text).GroupHash, Project.Split) == Split.Train);
}
