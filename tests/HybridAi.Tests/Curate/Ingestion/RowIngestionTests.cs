using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Ingestion;

public class RowIngestionTests
{
    private static readonly Project Delays = new(
        "support", ProjectKind.TabularRegression, "", "delay", "id", [], null, [], new SplitShares())
    {
        Columns = [new("km", ColumnType.Number), new("depot", ColumnType.Category, Required: true), new("note", ColumnType.Text)],
        Target = new ScoreScale(0, 100),
    };

    [Theory]
    [InlineData("t.csv", "id,delay,note,depot,km,crew\n1,12.4,fog,north,7.0,A\n2,,\"a \"\"b\"\"\",south,,B\n")]
    [InlineData("t.tsv", "id\tdelay\tnote\tdepot\tkm\tcrew\n1\t12.4\tfog\tnorth\t7.0\tA\n2\t\ta \"b\"\tsouth\t\tB\n")]
    [InlineData("t.jsonl", "{\"id\":\"1\",\"delay\":12.4,\"note\":\"fog\",\"depot\":\"north\",\"km\":7.0,\"crew\":\"A\"}\n{\"id\":\"2\",\"note\":\"a \\\"b\\\"\",\"depot\":\"south\",\"km\":null,\"crew\":\"B\"}\n")]
    public async Task A_row_is_the_same_text_whatever_the_format(string name, string content)
    {
        await using var own = await FreshAsync();
        var report = await own.IngestAsync(own.Write(name, content), Delays);

        report.Profile.Accepted.ShouldBe(2);
        var records = await own.StoredAsync();
        records.Select(record => record.Text).ShouldBe(["{\"km\":7,\"depot\":\"north\",\"note\":\"fog\"}", "{\"depot\":\"south\",\"note\":\"a \\\"b\\\"\"}"]);
        records.Select(record => record.Gold).ShouldBe(["12", null]);
        records[0].Fields.ShouldBe(new Dictionary<string, string> { ["crew"] = "A" });
    }

    [Fact]
    public async Task A_cell_of_the_wrong_type_rejects_its_row_with_place_column_and_reason()
    {
        await using var own = await FreshAsync();
        var report = await own.IngestAsync(own.Write("t.csv", """
            id,delay,note,depot,km
            1,5,,north,far
            2,5,,north,NaN
            3,5,,,3
            4,250,,north,3
            5,5,,nowhere seen before,3
            """), Delays);

        IngestionFixture.RejectsOf(report).Select(reject => (reject.Line, reject.Code, reject.Column)).ShouldBe(
            [(2, "cell-not-number", "km"), (3, "cell-not-number", "km"), (4, "cell-missing", "depot"), (5, "label-unknown", "delay")]);
        IngestionFixture.RejectsOf(report)[0].Reason.ShouldBe("'km' holds a finite number with a point for the decimals.");
        (await own.StoredAsync()).Single().Id.ShouldBe("5");
    }

    [Fact]
    public async Task An_array_for_a_value_rejects_its_row()
    {
        await using var own = await FreshAsync();
        var report = await own.IngestAsync(own.Write("t.jsonl", "{\"id\":\"1\",\"depot\":[\"north\"],\"km\":1}\n{\"id\":\"2\",\"depot\":\"north\",\"km\":1}\n"), Delays);
        IngestionFixture.RejectsOf(report).Single().Code.ShouldBe("cell-not-value");
    }

    [Theory]
    [InlineData("id,delay,km\n1,5,3\n", "column-missing")]
    [InlineData("id,delay,depot,KM\n1,5,north,3\n", "column-missing")]
    public async Task A_file_without_a_required_column_or_with_one_spelt_otherwise_is_refused(string content, string code)
    {
        await using var own = await FreshAsync();
        (await own.RunAsync(new IngestionRequest(own.Write("t.csv", content)), Delays)).Fault!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_column_that_may_be_missing_is_noted_and_a_text_column_refused()
    {
        await using var own = await FreshAsync();
        var path = own.Write("t.csv", "id,delay,depot\n1,5,north\n");
        (await own.IngestAsync(path, Delays)).Profile.Format.Notes.ShouldContain("There is no column 'km': its value is missing in every row.");
        (await own.RunAsync(new IngestionRequest(path, TextColumn: "depot"), Delays)).Fault!.Code.ShouldBe("text-unfit");
    }

    private static async Task<IngestionFixture> FreshAsync()
    {
        var fixture = new IngestionFixture();
        await fixture.InitializeAsync();
        return fixture;
    }
}
