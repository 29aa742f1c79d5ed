using HybridAi.Tests.Learn;

namespace HybridAi.Tests.Curate.Exchange;

public class RowImportTests
{
    [Fact]
    public async Task A_row_written_otherwise_is_the_same_row_and_what_is_none_is_refused()
    {
        await using var bench = await ExchangeBench.CreateAsync(DeliveryRows.Delays);
        var path = bench.Write("in.jsonl", """
            {"id":"a","text":"{ \"depot\": \"north\", \"hour\": 7.0 }","annotations":[{"annotator":"ann","label":"12.4"}]}
            {"id":"b","text":"{\"depot\":\"north\"}","annotations":[{"annotator":"ann","label":"12"}]}
            {"id":"c","text":"a letter","annotations":[{"annotator":"ann","label":"12"}]}
            """);

        var report = await bench.ImportAsync("jsonl", path);

        (report.Accepted, report.RejectedByCode["cell-missing"], report.RejectedByCode["fields-not-object"]).ShouldBe((1, 1, 1));
        var item = (await bench.ItemsAsync()).ShouldHaveSingleItem();
        (item.Text, item.Resolved!.Label).ShouldBe(("""{"hour":7,"depot":"north"}""", "12"));
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("label-studio")]
    public async Task Rows_with_labels_go_out_and_come_back(string format)
    {
        await using var here = await ExchangeBench.CreateAsync(DeliveryRows.Delays);
        await here.ImportAsync("jsonl", here.Write("in.jsonl", """{"id":"a","text":"{\"hour\":7,\"note\":\"ring \\\"twice\\\"\"}","annotations":[{"annotator":"ann","label":"12"}]}""" + "\n"));
        await using var there = await ExchangeBench.CreateAsync(DeliveryRows.Delays);

        (await there.ImportAsync(format, await here.ExportAsync(format))).RejectedByCode.ShouldBeEmpty();

        var item = (await there.ItemsAsync()).ShouldHaveSingleItem();
        (item.Text, item.Resolved!.Label).ShouldBe(("""{"hour":7,"note":"ring \"twice\""}""", "12"));
    }
}
