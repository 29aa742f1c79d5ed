using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class SemanticCalibratorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Labelled_questions_give_a_threshold_and_a_later_refusal_takes_it_away(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        using var models = new ModelCatalogue(new LlmOptions(), new ChatProviders([]), bench.Ledger, bench.Clock, bench.Logs);
        var store = new SemanticCalibrationStore(bench.Test.Database, bench.Clock);
        var calibrator = new SemanticCalibrator(models, new SemanticOptions(), store, bench.Clock);
        var questions = Enumerable.Range(0, 2_000).Select(i => new LabelledQuestion($"{(i % 2 == 0 ? "the invoice is wrong" : "my password was refused")} number {i}", i % 2 == 0 ? "bill" : "login")).ToList();

        var shown = (await calibrator.FromLabelledAsync("mail", questions, 1, Cancellation)).Value;

        (shown.Evidence.Pairs, shown.Evidence.FalseHits, shown.Embedding).ShouldBe((1_000, 0, "hashed-ngrams"));
        shown.Evidence.ExpectedHitRate.ShouldBeGreaterThan(0.9);
        (await store.FindAsync("mail", Cancellation)).ShouldBe(shown);
        (await calibrator.FromPairsAsync("mail", [new("a", "b", true)], 1, Cancellation)).Fault!.Code.ShouldBe("semantic-unshown");
        (await store.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"first":"a","second":"b"}""", "pair-invalid")]
    [InlineData("""{"first":"a","second":" ","same":true}""", "pair-invalid")]
    [InlineData("first,second,same", "pair-invalid")]
    [InlineData("", "pairs-missing")]
    public async Task A_bad_pair_is_refused_with_its_line(string line, string code)
    {
        using var folder = new TestFolder();
        var file = folder.File("pairs.jsonl");
        await File.WriteAllTextAsync(file, line.Length == 0 ? "" : $$"""{"first":"a","second":"b","same":false}{{"\n"}}{{line}}""", Cancellation);

        var fault = (await SemanticPairFile.ReadAsync(file, Cancellation)).Fault.ShouldNotBeNull();

        fault.Code.ShouldBe(code);
        if (code == "pair-invalid") fault.Place.ShouldBe($"{file}:2");
        (await SemanticPairFile.ReadAsync(folder.File("nowhere"), Cancellation)).Fault!.Code.ShouldBe("pairs-unreadable");
    }
}
