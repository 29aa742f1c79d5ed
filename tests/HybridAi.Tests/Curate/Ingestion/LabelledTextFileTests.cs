using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

public class LabelledTextFileTests(IngestionFixture fixture) : IClassFixture<IngestionFixture>
{
    [Theory]
    [InlineData("a.csv", "id,text,label\n1,\"hello, you\",greet\n2,bye,7\n")]
    [InlineData("a.tsv", "id\ttext\tlabel\n1\thello, you\tgreet\n2\tbye\t7\n")]
    [InlineData("a.jsonl", "\n{\"text\":\"hello, you\",\"label\":\"greet\"}\n{\"label\":7,\"text\":\"bye\"}\n")]
    public async Task Every_format_is_read_in_order(string name, string content)
    {
        var outcome = await ReadAsync(fixture.Write(name, content));
        outcome.Fault.ShouldBeNull();
        outcome.Value.ShouldBe([new LabelledText("hello, you", "greet", 2), new LabelledText("bye", "7", 3)]);
    }

    [Theory]
    [InlineData("text,label\na,x\n,x\n", "value-missing", ":3, column 'text'")]
    [InlineData("text,label\na,x\nb,\n", "value-missing", ":3, column 'label'")]
    [InlineData("text,label\na,x,y\nb,x\n", "wrong-field-count", ":2")]
    [InlineData("text,label\na,x\n\"b,x\n", "broken-quote", ":3")]
    [InlineData("{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"a\"}\n", "value-missing", ":2, column 'label'")]
    [InlineData("{\"text\":\"a\",\"label\":{}}\n", "value-not-text", ":1, column 'label'")]
    [InlineData("text,label\n", "no-rows", "")]
    [InlineData("text,class\na,x\n", "column-missing", "")]
    public async Task A_bad_row_is_a_fault_with_file_line_and_column(string content, string code, string place)
    {
        var path = fixture.Write("bad", content);
        var fault = (await ReadAsync(path)).Fault.ShouldNotBeNull();
        (fault.Code, fault.Place).ShouldBe((code, path + place));
    }

    private static Task<Outcome<IReadOnlyList<LabelledText>>> ReadAsync(string path)
        => LabelledTextFile.ReadAsync(path, "text", "label", null, null, TestContext.Current.CancellationToken);
}
