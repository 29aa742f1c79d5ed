using System.Text;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Batch;
using HybridAi.Storage;

namespace HybridAi.Tests.Serve.Batch;

public sealed class BatchStageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_go_over_as_they_are_with_what_was_predicted_behind_them()
    {
        await using var bench = await BenchAsync();
        var input = _folder.Write("in.csv", "id,text,note\n1,my bill,\"a, b\"\n2,\"two\nlines of \"\"bill\"\"\",x\n3,,empty\n4,too,many,values\n5,login please,ä\n");

        var done = (await RunAsync(bench, input)).Value;

        (done.Rows, done.Failed, done.CostUsd).ShouldBe((5, 2, 0m));
        var route = done.Route[..12];
        (await OutputAsync()).ShouldBe($"""
            id,text,note,predicted_label,predicted_reliability,predicted_tier,predicted_model,predicted_route,predicted_cost_usd,predicted_fault
            1,my bill,"a, b",bill,0.900000,classical,,{route},0,
            2,"two
            lines of ""bill""{'"'},x,bill,0.900000,classical,,{route},0,
            3,,empty,,,,,{route},0,text-empty
            4,too,many,values,,,,,{route},0,wrong-field-count
            5,login please,ä,login,0.900000,classical,,{route},0,

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Json_lines_keep_their_fields_and_a_line_that_is_none_stands_in_one()
    {
        await using var bench = await BenchAsync();
        var input = _folder.Write("in.jsonl", "{\"id\":1,\"text\":\"my bill\"}\n{\"id\":2}\n{\"text\":\"a login\", \"n\":[1,2] }\noops\n");

        (await RunAsync(bench, input, new FormatHints(SourceFormat.JsonLines))).Value.Failed.ShouldBe(2);

        var lines = (await OutputAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("prediction").TryGetProperty("label", out var label) ? label.GetString() : null).ShouldBe(["bill", null, "login", null]);
        lines[2].GetProperty("n").GetArrayLength().ShouldBe(2);
        (lines[3].GetProperty("line").GetString(), lines[3].GetProperty("prediction").GetProperty("fault").GetString()).ShouldBe(("oops", "malformed-json"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task A_run_that_ended_anywhere_goes_on_to_the_same_output(int blocks)
    {
        await using var bench = await BenchAsync(paid: true);
        var rows = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},\"row {i}{(i % 5 == 0 ? "\n" : " ")}{(i % 2 == 0 ? "bill" : "login")}\"\n"));
        var input = _folder.Write("in.csv", $"id,text\n{rows}");
        (await RunAsync(bench, input)).Fault.ShouldBeNull();
        var whole = await OutputAsync();
        File.Delete(_folder.File("out"));

        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            var seen = 0;
            var stage = Stage(bench, () =>
            {
                if (seen++ >= blocks * 64) stop.Cancel();
            });
            await Should.ThrowAsync<OperationCanceledException>(() => stage.RunAsync(ServeBench.Mail, Request(input), null, stop.Token));
        }

        // What a killed process leaves half-written behind what counts.
        if (File.Exists(_folder.File("out.part"))) await File.AppendAllTextAsync(_folder.File("out.part"), "17,half a r", Cancellation);
        if (File.Exists(_folder.File("out.progress"))) await File.AppendAllTextAsync(_folder.File("out.progress"), "{\"id\":\"ba", Cancellation);
        (await RunAsync(bench, input)).Value.Rows.ShouldBe(3_000);

        (await OutputAsync()).ShouldBe(whole);
        File.Exists(_folder.File("out.progress")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_first_tier_is_unsure_of_is_asked_further_and_stands_in_the_ledger()
    {
        await using var bench = await BenchAsync(paid: true);
        var input = _folder.Write("in.csv", "text\nmy bill\na hard one\nanother hard one\n");

        var done = (await RunAsync(bench, input)).Value;

        done.Tiers.ShouldBe(new Dictionary<string, long> { ["classical"] = 1, ["large-llm"] = 2 }, ignoreOrder: true);
        done.CostUsd.ShouldBe(0.006m);
        var ledger = await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation);
        (ledger.Count, ledger.Sum(line => line.CostUsd)).ShouldBe((2, 0.006m));
        var stored = (await new BatchStore(bench.Database, bench.Clock).ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (stored.Answered, stored.CostUsd, stored.EndedAt is null).ShouldBe((3, 0.006m, false));
    }

    [Fact]
    public async Task An_output_that_is_there_and_an_unfinished_batch_of_another_file_are_left_alone()
    {
        await using var bench = await BenchAsync();
        var input = _folder.Write("in.csv", "text\nmy bill\n");
        _folder.Write("out", "mine");
        (await RunAsync(bench, input)).Fault!.Code.ShouldBe("output-exists");
        File.Delete(_folder.File("out"));
        _folder.Write("out.part", "text\n");
        _folder.Write("out.progress", Json.Write(new BatchState("batch-x", "another", "text", "", 0, 0, 0, 0, [], 0, 0)) + "\n");
        (await RunAsync(bench, input)).Fault!.Code.ShouldBe("batch-of-another-file");
    }

    [Fact]
    public async Task Whatever_the_block_size_the_rows_are_the_same()
    {
        var text = "a,b\r\n\"x\ny\",1\n\nbroken\"quote,2\n\"never closed,3\nlast,4";
        var expected = await RowsAsync(1 << 16);

        foreach (var size in new[] { 1, 2, 3, 5, 8, 13, 21 }) (await RowsAsync(size)).ShouldBe(expected);
        expected.ShouldBe(["a,b", "\"x\ny\",1", "broken\"quote,2", "\"never closed,3", "last,4"]);

        async Task<List<string>> RowsAsync(int blockBytes)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var blocks = new RowBlocks(stream, (byte)',', (byte)'"', blockBytes, 2, 1_000);
            var rows = new List<string>();
            while (await blocks.ReadAsync(Cancellation) is { } block)
                rows.AddRange(block.Rows.Select(row => Encoding.UTF8.GetString(block.Bytes, row.Start, row.Length)));
            return rows;
        }
    }

    private static async Task<ServeBench> BenchAsync(bool paid = false)
    {
        var bench = await ServeBench.CreateAsync();
        var model = Model();
        if (paid) await bench.GoLiveAsync(new PricedTier("classical", model, 0.8), new PricedTier("large-llm", FakeLabeller.Sure("llm:large", "login", 0.7, 0.003m), null, 0.003m));
        else await bench.GoLiveAsync(("classical", model, null));
        return bench;
    }

    private static FakeLabeller Model(Action? asked = null) => new("model:a", text =>
    {
        asked?.Invoke();
        return new(text.Contains("bill", StringComparison.Ordinal) ? "bill" : "login", text.Contains("hard", StringComparison.Ordinal) ? 0.5 : 0.9, "rule", 0, TimeSpan.Zero);
    });

    private BatchRequest Request(string input, FormatHints? format = null)
        => new(input, _folder.File("out"), null, format ?? new FormatHints(SourceFormat.Csv, ',', '"'), Payer.Project);

    private static BatchStage Stage(ServeBench bench, Action? asked = null)
    {
        if (asked is not null) bench.Mend(Model(asked));
        // A predictor of its own: labellers are opened anew.
        var predictor = new HybridAi.Serve.Prediction.Predictor(
            bench.Routes, bench.OpenAsync, bench.Ledger, new(bench.Database, bench.DecisionSettings, bench.Clock), bench.People, new IngestionOptions(), new(), bench.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<HybridAi.Serve.Prediction.Predictor>.Instance);
        return new(predictor, new BatchStore(bench.Database, bench.Clock), new IngestionOptions(), new(), bench.Clock);
    }

    private Task<Outcome<BatchProgress>> RunAsync(ServeBench bench, string input, FormatHints? format = null)
    {
        bench.Mend(Model());
        return Stage(bench).RunAsync(ServeBench.Mail, Request(input, format), null, Cancellation);
    }

    private Task<string> OutputAsync() => File.ReadAllTextAsync(_folder.File("out"), Cancellation);
}
