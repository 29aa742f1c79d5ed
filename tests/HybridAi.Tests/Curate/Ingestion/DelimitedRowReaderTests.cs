using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace HybridAi.Tests.Curate.Ingestion;

public class DelimitedRowReaderTests
{
    private static readonly string[] Columns = ["text", "label"];

    [Theory]
    [InlineData("a,b\nc,d\n")]
    [InlineData("a,b\r\nc,d\r\n")]
    [InlineData("a,b\rc,d\r")]
    [InlineData("a,b\nc,d")]
    [InlineData("\n\na,b\r\n\r\nc,d\n\n")]
    public async Task Every_line_break_ends_a_row_and_blank_lines_are_none(string content)
    {
        var rows = await RowReading.DelimitedAsync(content);
        rows.Select(row => string.Join('|', row.Values)).ShouldBe(["a|b", "c|d"]);
    }

    [Fact]
    public async Task Lines_are_physical_lines_whatever_values_enclose()
    {
        var rows = await RowReading.DelimitedAsync("h,i\r\n\"one\r\ntwo\nthree\rfour\",x\r\ny,z\r\n");
        rows.Select(row => row.Line).ShouldBe([1, 2, 6]);
        rows[1].Values.ShouldBe(["one\r\ntwo\nthree\rfour", "x"]);
    }

    [Fact]
    public async Task Doubled_quotes_stand_for_one_and_delimiters_in_quotes_for_themselves()
        => (await RowReading.DelimitedAsync("\"say \"\"hi\"\", twice\",\"\"\n")).Single().Values.ShouldBe(["say \"hi\", twice", ""]);

    [Fact]
    public async Task A_quote_inside_an_unquoted_value_is_text()
        => (await RowReading.DelimitedAsync("24\" monitor,part\n")).Single().Values.ShouldBe(["24\" monitor", "part"]);

    [Theory]
    [InlineData("a,x\n\"never closed,x\nb,x\nc,x\n", "a b c")]
    [InlineData("a,x\n\"closed\"garbage,x\nb,x\nc,x\n", "a b c")]
    [InlineData("a,x\n\"never closed,x\nb,\"x\"\nc,x", "a b c")]
    [InlineData("a,x\r\n\"never closed,x\r\nb,x\r\n\"c\",x\r\n", "a b c")]
    [InlineData("\"never closed", "")]
    public async Task A_broken_quote_costs_its_row_and_no_other(string content, string kept)
    {
        var rows = await RowReading.DelimitedAsync(content, columns: Columns);
        rows.Where(row => row.Fault is null).Select(row => row.Values[0]).ShouldBe(kept.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        rows.Where(row => row.Fault is not null).ShouldHaveSingleItem().Fault!.Code.ShouldBe("broken-quote");
    }

    [Fact]
    public async Task What_a_broken_quote_may_have_enclosed_is_not_taken_for_a_row()
    {
        var rows = await RowReading.DelimitedAsync("\"one \"unescaped\" quote\nlast line\",x\nb,x\n", columns: Columns);
        rows.Where(row => row.Fault is null).ShouldHaveSingleItem().Values.ShouldBe(["b", "x"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task An_unclosed_quote_that_runs_past_the_row_limit_costs_its_row_and_no_other(int chunk)
    {
        var content = "a,x\n\"never closed,x\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"row {i},x\n"));
        var rows = await RowReading.DelimitedAsync(Encoding.UTF8.GetBytes(content), maxRowBytes: 64, columns: Columns, chunk: chunk);
        rows.Count(row => row.Fault is null).ShouldBe(101);
        rows.Single(row => row.Fault is not null).ShouldSatisfyAllConditions(
            row => row.Fault!.Code.ShouldBe("broken-quote"), row => row.Line.ShouldBe(2), row => row.Excerpt.ShouldBe("\"never closed,x"));
        rows[^1].ShouldSatisfyAllConditions(row => row.Line.ShouldBe(102), row => row.Values[0].ShouldBe("row 99"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task A_row_that_is_too_long_is_passed_over_to_its_end(int chunk)
    {
        var plain = new string('p', 500);
        var quoted = string.Join('\n', Enumerable.Repeat("a line, quoted", 50));
        var content = $"a,x\n{plain},x\nb,x\n\"{quoted}\",x\nc,x\n";
        var rows = await RowReading.DelimitedAsync(Encoding.UTF8.GetBytes(content), maxRowBytes: 64, columns: Columns, chunk: chunk);
        rows.Select(row => row.Fault?.Code ?? row.Values[0]).ShouldBe(["a", "row-too-long", "b", "row-too-long", "c"]);
        rows.Select(row => row.Line).ShouldBe([1, 2, 3, 4, 54]);
    }

    [Fact]
    public async Task A_row_of_exactly_the_limit_is_taken()
    {
        var rows = await RowReading.DelimitedAsync($"{new string('x', 62)},y\n{new string('x', 63)},y\n", maxRowBytes: 64);
        rows.Select(row => row.Fault?.Code).ShouldBe([null, "row-too-long"]);
    }

    [Fact]
    public async Task Bad_bytes_cost_their_row_and_are_named_with_place_and_column()
    {
        byte[] content = [.. "a,x\nb,"u8, 0xC3, (byte)'(', .. "\nc\0,x\nd,x,y\ne,x\n"u8];
        var rows = await RowReading.DelimitedAsync(content, columns: Columns);
        rows.Select(row => row.Fault?.Code ?? row.Values[0]).ShouldBe(["a", "invalid-encoding", "nul-byte", "wrong-field-count", "e"]);
        rows[1].Fault!.Column.ShouldBe("label");
        rows[1].Fault!.Reason.ShouldContain("0xC3 at offset 6");
        rows.Select(row => row.Line).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Without_a_quote_character_quotes_are_text()
    {
        var rows = await RowReading.DelimitedAsync("\"Hi\" he said\tgreet\n"u8.ToArray(), '\t', quote: null);
        rows.Single().Values.ShouldBe(["\"Hi\" he said", "greet"]);
    }

    [Fact]
    public void Rows_written_as_RFC_4180_come_back_unchanged_in_any_chunks()
    {
        var value = Gen.Elements("a", "bc", ",", "\"", "\n", "\r\n", "\r", " ", "é", "漢", "😀", ";", "'", "0")
            .ListOf().Select(parts => string.Concat(parts));
        var rows =
            from width in Gen.Choose(2, 4)
            from height in Gen.Choose(1, 8)
            from cells in value.ListOf(width * height)
            from chunk in Gen.Choose(1, 20)
            from delimiter in Gen.Elements(',', ';', '\t', '|')
            from lineBreak in Gen.Elements("\n", "\r\n", "\r")
            select (Rows: cells.Chunk(width).ToArray(), Chunk: chunk, Delimiter: delimiter, LineBreak: lineBreak);
        Prop.ForAll(rows.ToArbitrary(), ComesBack).QuickCheckThrowOnFailure();
    }

    private static void ComesBack((string[][] Rows, int Chunk, char Delimiter, string LineBreak) file)
    {
        var text = string.Concat(file.Rows.Select(row => string.Join(file.Delimiter, row.Select(Quoted)) + file.LineBreak));
        var bytes = Encoding.UTF8.GetBytes(text);
        var read = RowReading.DelimitedAsync(bytes, file.Delimiter, maxRowBytes: 4096, chunk: file.Chunk).GetAwaiter().GetResult();
        read.Select(row => row.Fault).ShouldAllBe(fault => fault == null);
        read.Select(row => row.Values).ShouldBe(file.Rows);

        static string Quoted(string value) => value.Length > 0 && value.All(char.IsLetterOrDigit)
            ? value
            : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
