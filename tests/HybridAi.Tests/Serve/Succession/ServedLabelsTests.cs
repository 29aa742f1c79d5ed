using HybridAi.Storage;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Tests.Serve.Succession;

public class ServedLabelsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_reference_answered_becomes_an_unreviewed_label_of_its_labeller_and_version()
    {
        await using var bench = await BenchAsync();

        await bench.ServeAsync("hard one", "easy two", "hard one");

        var record = (await RecordsAsync(bench)).ShouldHaveSingleItem();
        (record.Text, record.Gold, record.Source, record.Id).ShouldBe(("hard one", null, "served", $"served-{ContentHash.Of("hard one")[..24]}"));
        var label = (await bench.Labels.OfRecordAsync("mail", record.Id, Cancellation)).ShouldHaveSingleItem();
        (label.Value, label.Labeller, label.LabellerVersion, label.CostUsd).ShouldBe(("login", "llm:large", "7", 0));
    }

    [Fact]
    public async Task A_text_that_is_a_record_already_gets_its_label_there()
    {
        await using var bench = await BenchAsync();
        await bench.Records.AddAsync("mail", [new Record(
            "a", "hard one", new Dictionary<string, string>(), null, ContentHash.Of("hard one"), ContentHash.Of("hard one"), null, "file", 1)], Cancellation);

        await bench.ServeAsync("hard one");

        (await RecordsAsync(bench)).ShouldHaveSingleItem().Id.ShouldBe("a");
        (await bench.Labels.OfRecordAsync("mail", "a", Cancellation)).ShouldHaveSingleItem().Value.ShouldBe("login");
    }

    [Fact]
    public async Task No_more_texts_are_kept_than_a_day_may_bring()
    {
        await using var bench = await BenchAsync();
        await bench.Settings.SaveAsync("mail", new(MostServedADay: 3), Cancellation);

        await bench.ServeAsync("hard 1", "hard 2");
        await bench.ServeAsync("hard 3", "hard 4", "hard 5");
        (await RecordsAsync(bench)).Count.ShouldBe(3);
        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.ServeAsync("hard 6");

        (await RecordsAsync(bench)).Select(record => record.Text).ShouldBe(["hard 1", "hard 2", "hard 3", "hard 6"]);
    }

    [Fact]
    public async Task Nothing_is_kept_where_the_project_forbids_it()
    {
        await using var bench = await BenchAsync();
        await bench.Settings.SaveAsync("mail", new(KeepServedTexts: false), Cancellation);

        await bench.ServeAsync("hard one");

        (await RecordsAsync(bench)).ShouldBeEmpty();
    }

    private static async Task<SuccessionBench> BenchAsync()
    {
        var bench = await SuccessionBench.CreateAsync();
        var model = new FakeLabeller("model:a", text => new("bill", text.StartsWith("easy", StringComparison.Ordinal) ? 0.9 : 0.1, "", 0, null));
        await bench.GoLiveAsync(("classical", model, 0.5), ("large-llm", new FakeLabeller("llm:large", _ => new("login", 0.8, "", 0.003m, null), version: "7"), null));
        return bench;
    }

    private static async Task<List<Record>> RecordsAsync(SuccessionBench bench) => await bench.Records.ReadAsync("mail", Cancellation).ToListAsync(Cancellation);
}
