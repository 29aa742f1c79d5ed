using System.Text;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

public class FormatDetectionTests(IngestionFixture fixture) : IClassFixture<IngestionFixture>
{
    private static readonly string Table = "text,label\n\"Grüße, 你好\",greet\nДо свидания,part\n";

    public static TheoryData<string, bool, string> Encodings => new()
    {
        { "utf-8", false, "utf-8" }, { "utf-8", true, "utf-8" }, { "utf-16", true, "utf-16" }, { "utf-16BE", true, "utf-16BE" },
        { "utf-16", false, "utf-16" }, { "utf-16BE", false, "utf-16BE" }, { "utf-32", true, "utf-32" }, { "utf-32BE", true, "utf-32BE" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Unicode_encodings_are_found_with_and_without_a_byte_order_mark(string encoding, bool mark, string found)
    {
        var bytes = Encoding.GetEncoding(encoding).GetBytes(Table);
        var path = fixture.Write($"{encoding}-{mark}.csv", mark ? [.. Encoding.GetEncoding(encoding).GetPreamble(), .. bytes] : bytes);
        var (format, rows) = await ReadAsync(path);
        (format.Encoding, format.ByteOrderMark, format.Delimiter).ShouldBe((found, mark, ','));
        format.Columns.ShouldBe(["text", "label"]);
        rows.ShouldBe(["Grüße, 你好|greet", "До свидания|part"]);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_anywhere_are_windows_1252_with_a_note()
    {
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var (format, rows) = await ReadAsync(fixture.Write("western.csv", "text,label\nCafé “à la” 5 €,greet\n", western));
        format.Encoding.ShouldBe("windows-1252");
        format.Notes.ShouldHaveSingleItem().ShouldContain("windows-1252");
        rows.ShouldBe(["Café “à la” 5 €|greet"]);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0xA9 })]
    [InlineData(new byte[] { 0xFF })]
    public async Task Where_other_rows_are_UTF8_or_the_bytes_are_no_letters_bad_rows_are_rejected_one_by_one(byte[] other)
    {
        byte[] content = [.. "text,label\ncaf"u8, 0xE9, .. " time,greet\nx"u8, .. other, .. "y,greet\nbye,part\n"u8];
        var path = fixture.Write($"mixed-{other.Length}.csv", content);
        await using var own = new IngestionFixture();
        await own.InitializeAsync();
        var report = await own.IngestAsync(path);
        report.Profile.Format.Encoding.ShouldBe("utf-8");
        var reject = IngestionFixture.RejectsOf(report)[0];
        (reject.Line, reject.Code, reject.Column).ShouldBe((2, "invalid-encoding", "text"));
        reject.Reason.ShouldContain("0xE9 at offset 14");
        (await own.StoredAsync()).ShouldContain(record => record.Text == "bye");
    }

    [Fact]
    public async Task A_named_encoding_is_used_and_what_it_cannot_decode_is_rejected()
    {
        byte[] content = [.. Encoding.Unicode.GetBytes("text,label\nhello,greet\nx"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("y,greet\nbye,part\n")];
        var (format, rows) = await ReadAsync(fixture.Write("lone.csv", content), new FormatHints(Encoding: "utf-16"));
        format.Encoding.ShouldBe("utf-16");
        rows.ShouldBe(["hello|greet", "invalid-encoding", "bye|part"]);

        var unknown = await RowFile.OpenAsync(
            fixture.Write("any.csv", "a,b\n"), new FormatHints(Encoding: "klingon"), new IngestionOptions(), TestContext.Current.CancellationToken);
        unknown.Fault!.Code.ShouldBe("encoding-unknown");
    }

    [Theory]
    [InlineData("text,label\n\"a; b; c\",greet\nd,part\n", ',')]
    [InlineData("text;label\na, b, c;greet\nd;part\n", ';')]
    [InlineData("text\tlabel\na, b; c\tgreet\nd\tpart\n", '\t')]
    [InlineData("text|label\na, b; c|greet\nd|part\n", '|')]
    [InlineData("id;text;label\n1;one, two;greet\n2;\"x;y\nz\";part\n", ';')]
    [InlineData("text\nhello\nbye\n", ',')]
    public async Task The_delimiter_that_holds_the_rows_together_is_found(string content, char delimiter)
        => (await ReadAsync(fixture.Write("delimiter.csv", content))).Format.Delimiter.ShouldBe(delimiter);

    [Fact]
    public async Task Content_outweighs_the_extension()
    {
        (await ReadAsync(fixture.Write("really-jsonl.csv", "{\"text\":\"a\"}\n"))).Format.Format.ShouldBe(SourceFormat.JsonLines);
        (await ReadAsync(fixture.Write("really-csv.jsonl", "text,label\na,greet\n"))).Format.Format.ShouldBe(SourceFormat.Csv);
        (await ReadAsync(fixture.Write("really-tsv.csv", "text\tlabel\na\tgreet\n"))).Format.Format.ShouldBe(SourceFormat.Tsv);
        (await ReadAsync(fixture.Write("bad-start.jsonl", "oops\n{\"text\":\"a\"}\n"))).Rows.ShouldBe(["malformed-json", "a"]);
    }

    [Fact]
    public async Task Single_quotes_and_meaningless_quotes_are_found()
    {
        var single = await ReadAsync(fixture.Write("single.csv", "'text','label'\n'a, b','greet'\n"));
        (single.Format.Quote, single.Rows.Single()).ShouldBe(('\'', "a, b|greet"));
        var none = await ReadAsync(fixture.Write("none.tsv", "text\tlabel\n\"Hi\" he said\tgreet\n\"Oh well\tpart\n"));
        none.Format.Quote.ShouldBeNull();
        none.Format.Notes.ShouldHaveSingleItem().ShouldContain("Quotes");
        none.Rows[0].ShouldBe("\"Hi\" he said|greet");
    }

    [Fact]
    public async Task Hints_outweigh_what_is_found()
    {
        var path = fixture.Write("hints.csv", "a;b,c\nd;e,f\n");
        (await ReadAsync(path, new FormatHints(Delimiter: ';'))).Rows.ShouldBe(["d|e,f"]);
        (await ReadAsync(path, new FormatHints(Delimiter: ',', Header: false))).ShouldSatisfyAllConditions(
            read => read.Format.Columns.ShouldBe(["column1", "column2"]), read => read.Rows.ShouldBe(["a;b|c", "d;e|f"]));
        (await ReadAsync(fixture.Write("quotes.csv", "a,b\n\"x\",y\n"), new FormatHints(Quote: '\0'))).Rows.ShouldBe(["\"x\"|y"]);
        foreach (var bad in new[] { new FormatHints(Delimiter: 'é'), new FormatHints(Delimiter: '"'), new FormatHints(Quote: ',') })
        {
            (await RowFile.OpenAsync(path, bad, new IngestionOptions(), TestContext.Current.CancellationToken)).Fault!.Code.ShouldEndWith("-bad");
        }
    }

    [Fact]
    public async Task Columns_without_a_name_or_with_that_of_another_get_one()
    {
        var (format, _) = await ReadAsync(fixture.Write("names.csv", ", text ,a,a,a\n1,x,y,z,z\n"));
        format.Columns.ShouldBe(["column1", "text", "a", "a_2", "a_3"]);
        format.Notes.Count.ShouldBe(2);
    }

    private static async Task<(FoundFormat Format, List<string> Rows)> ReadAsync(string path, FormatHints? hints = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var file = (await RowFile.OpenAsync(path, hints ?? new FormatHints(), new IngestionOptions(), cancellation)).Value;
        var rows = new List<string>();
        while (await file.Rows.ReadAsync(cancellation)) rows.Add(file.Rows.Fault?.Code ?? string.Join('|', file.Rows.Cells.Select(cell => cell.Value)));
        return (file.Format, rows);
    }
}
