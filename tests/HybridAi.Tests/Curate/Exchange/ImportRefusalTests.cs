using HybridAi.Curate.Exchange;
using HybridAi.Storage;

namespace HybridAi.Tests.Curate.Exchange;

/// <summary>What an import refuses, with line and reason, and what it then still takes.</summary>
public class ImportRefusalTests
{
    private const string Good = """{"id":"ok","text":"fine","label":"bill","annotator":"ann"}""";

    [Theory]
    [InlineData("""{"id":"a","text":"t","label":"nonsense","annotator":"ann"}""", "label-unknown")]
    [InlineData("""{"id":"a","text":"t","label":"bill"}""", "annotator-missing")]
    [InlineData("""{"id":"a","text":"t","annotations":[{"label":"bill"}]}""", "annotator-missing")]
    [InlineData("""{"id":"a","text":"t","annotations":[{"label":"bill","annotator":"x"},{"label":"no","annotator":"y"}]}""", "label-unknown")]
    [InlineData("""{"id":"a","text":"t","annotations":[7]}""", "part-malformed")]
    [InlineData("""{"id":"ok","text":"another text","label":"bill","annotator":"ann"}""", "id-taken")]
    [InlineData("""{"id":"ok","text":"fine","label":"login","annotator":"ann"}""", "annotation-taken")]
    [InlineData("""{"project":"theirs","id":"a","text":"t","label":"bill","annotator":"ann"}""", "project-other")]
    [InlineData("""{"id":"a","text":"t","hash":"00","label":"bill","annotator":"ann"}""", "hash-mismatch")]
    [InlineData("""{"id":"unknown","label":"bill","annotator":"ann"}""", "record-unknown")]
    [InlineData("""{"id":"a","text":"t","label":"bill","labeller":"llm"}""", "confidence-missing")]
    [InlineData("""{"id":"a","text":"t","label":"bill","labeller":"llm","confidence":7}""", "confidence-bad")]
    [InlineData("""{"id":"a","text":"t","label":"bill","annotator":"ann","createdAt":"soon"}""", "part-malformed")]
    [InlineData("""{"id":"a","text":"  ","label":"bill","annotator":"ann"}""", "text-missing")]
    [InlineData("""{"id":"a","text":"t" """, "malformed-json")]
    public async Task A_bad_row_is_rejected_with_its_line_and_the_others_come_in(string row, string code)
    {
        await using var bench = await ExchangeBench.CreateAsync(CurateBench.Project);

        var report = await bench.ImportAsync("jsonl", bench.Write("in.jsonl", $"{Good}\n{row}\n"));

        var reject = ExchangeBench.RejectsOf(report).ShouldHaveSingleItem();
        (reject.Line, reject.Code).ShouldBe((2L, code));
        reject.Reason.ShouldNotBeNullOrWhiteSpace();
        report.Accepted.ShouldBe(1);
        (await bench.ItemsAsync()).Single(item => item.Id == "ok").Resolved!.Label.ShouldBe("bill");
    }

    [Fact]
    public async Task A_broken_task_costs_itself_alone()
    {
        await using var bench = await ExchangeBench.CreateAsync(CurateBench.Project);
        var path = bench.Write("tasks.json", """
            [
              {"id": 1, "data": {"text": "one"}, "annotations": [{"completed_by": {"email": "ann@x"}, "result": [{"type": "choices", "value": {"choices": ["bill"]}}]}]},
              {"id": 2, "data": {"text": "two"}, "annotations": [{"completed_by": 4, "result": [{"type": "choices", "value": {"choices": ["bill", "login"]}}]}]},
              {"id": 3, "data": {"text": 12 }},
              {"id": 4, data: {"text": "four"}},
              nonsense,
              {"id": 5, "data": {"text": "five"},
               "predictions": [{"model_version": "m", "score": 0.8, "result": [{"type": "choices", "value": {"choices": ["login"]}}]}],
               "annotations": [{"was_cancelled": true, "result": []}]},
              {"id": 6, "data": {"text": "six"}, "annotations": [{"result": [{"type": "choices", "value": {"choices": ["bill"]}}]}]}
            ]
            """);

        var report = await bench.ImportAsync("label-studio", path);

        ExchangeBench.RejectsOf(report).Select(reject => (reject.Line, reject.Code)).ShouldBe(
            [(3, "label-unknown"), (4, "task-malformed"), (5, "malformed-json"), (6, "malformed-json"), (10, "annotator-missing")]);
        var items = await bench.ItemsAsync();
        items.Select(item => item.Id).ShouldBe(["task-1", "task-5"]);
        items[0].Annotations.ShouldHaveSingleItem().Annotator.ShouldBe("ann@x");
        items[1].Proposals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Labeller.ShouldBe("m"), p => p.Confidence.ShouldBe(0.8));
    }

    [Theory]
    [InlineData("label-studio", "id,text\n1,one\n", "not-label-studio")]
    [InlineData("label-studio", "{\"text\":\"one\"}\n", "not-label-studio")]
    [InlineData("jsonl", "[{\"data\":{}}]", "not-json-lines")]
    [InlineData("jsonl", "{\"data\":{}}\n", "not-an-exchange-file")]
    [InlineData("csv", "{\"data\":{}}\n{\"data\":{}}\n", "not-an-exchange-file")]
    [InlineData("doccano", "name;value\n1;2\n", "not-json-lines")]
    [InlineData("hugging-face", "", "file-empty")]
    public async Task A_file_of_another_format_is_refused_whole(string format, string content, string code)
    {
        await using var bench = await ExchangeBench.CreateAsync(CurateBench.Project);

        (await bench.TryImportAsync(format, bench.Write("in", content))).Fault!.Code.ShouldBe(code);

        (await bench.ItemsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_names_nobody_is_given_to_whom_the_caller_names()
    {
        await using var bench = await ExchangeBench.CreateAsync(CurateBench.Project);

        await bench.ImportAsync("doccano", bench.Write("in.jsonl", "{\"id\":1,\"text\":\"one\",\"label\":[\"bill\"]}\n{\"id\":2,\"text\":\"two\",\"label\":[]}\n"), "doc");

        (await bench.ItemsAsync()).Select(item => item.Resolved?.By).ShouldBe(["doc", null]);
    }

    [Fact]
    public async Task A_spreadsheet_runs_nothing_of_what_is_exported()
    {
        await using var bench = await ExchangeBench.CreateAsync(CurateBench.Project);
        await bench.ImportAsync("jsonl", bench.Write("in.jsonl", Json.Write(new ExchangeItem { Id = "-a", Text = "=HYPERLINK(\"x\")" }) + "\n"));

        var csv = await File.ReadAllTextAsync(await bench.ExportAsync("csv"), ExchangeBench.Cancellation);

        csv.ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
        csv.ShouldContain(",'-a,");
    }
}
