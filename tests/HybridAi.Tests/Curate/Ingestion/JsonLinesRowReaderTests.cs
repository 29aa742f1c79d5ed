namespace HybridAi.Tests.Curate.Ingestion;

public class JsonLinesRowReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public async Task A_line_is_a_row_and_a_bad_one_costs_no_other(int chunk)
    {
        const string Content = """
            {"text":"a","label":"x"}
            not json
              
            [1,2]
            {"text":"b"
            {"text":"\ud800"}
            {"text":"c"} trailing
            {"text":"d","text":"e"}
            "text"
            {"text":"f\nsecond line"}
            """;
        var rows = await RowReading.JsonLinesAsync(Content, chunk: chunk);
        rows.Select(row => (row.Line, row.Fault?.Code ?? row.Values[0])).ShouldBe(
        [
            (1, "a"), (2, "malformed-json"), (4, "not-an-object"), (5, "malformed-json"), (6, "malformed-json"), (7, "malformed-json"),
            (8, "field-repeated"), (9, "not-an-object"), (10, "f\nsecond line"),
        ]);
    }

    [Fact]
    public async Task Values_of_other_kinds_stand_as_they_are_written()
    {
        var rows = await RowReading.JsonLinesAsync("""{"n": 1.50, "b": true, "z": null, "o": {"a": [1, "é"]}, "l": [ ]}""");
        rows.Single().Values.ShouldBe(["1.50", "true", null, """{"a": [1, "é"]}""", "[ ]"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task A_line_that_is_too_long_is_passed_over(int chunk)
    {
        var rows = await RowReading.JsonLinesAsync($"{{\"text\":\"a\"}}\n{{\"text\":\"{new string('x', 1000)}\"}}\r\n{{\"text\":\"b\"}}", 64, chunk);
        rows.Select(row => (row.Line, row.Fault?.Code ?? row.Values[0])).ShouldBe([(1, "a"), (2, "row-too-long"), (3, "b")]);
        rows[1].Excerpt.ShouldStartWith("{\"text\":\"xxx");
    }

    [Fact]
    public async Task An_object_with_fields_without_number_is_refused()
    {
        var row = "{" + string.Join(',', Enumerable.Range(0, 2000).Select(i => $"\"f{i}\":1")) + "}";
        (await RowReading.JsonLinesAsync(row, maxRowBytes: 1 << 20)).Single().Fault!.Code.ShouldBe("too-many-fields");
    }
}
