using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Learn;

namespace HybridAi.Tests.Serve.Succession;

public class ServedNoveltyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Texts_of_another_kind_than_the_route_was_chosen_on_show(bool drifts)
    {
        await using var learn = await LearnBench.CreateAsync();
        await using var bench = await SuccessionBench.CreateAsync();
        List<DatasetRow> rows =
        [
            .. MailRows.Dataset(train: 300, test: 60).Rows,
            .. MailRows.Dataset(train: 300, test: 0, seed: 9).Rows.Select(row => row with { RecordId = $"c{row.RecordId}", Split = Split.Calibration }),
        ];
        var dataset = (await bench.Datasets.SaveAsync(LearnBench.MailVersion, rows, Cancellation)).Value;
        var card = (await learn.Stage.RunAsync(LearnBench.MailVersion, dataset, TextLinearTrainer.MemberName, new(), null, Cancellation)).Value.Card;
        var model = new ModelLabeller(card, (await learn.Files.LoadAsync(card, Cancellation)).Value, bench.Clock);
        var definition = ServeBench.RouteOver((TierNames.Classical, model, null)) with { ModelHash = card.Hash, DatasetHash = dataset.Manifest.Hash };
        var route = await bench.SaveAsync(definition, model);
        await bench.Routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
        string[] texts = drifts
            ? [.. Enumerable.Range(0, 2_000).Select(i => $"altogether unheard matters {i}")]
            : [.. MailRows.Dataset(train: 2_000, test: 0, seed: 77).Rows.Select(row => row.Text)];
        (await bench.Novelty.PValueAsync(route, Cancellation)).ShouldBeNull();

        foreach (var some in texts.Chunk(500)) await bench.ServeAsync(some);

        ((await bench.Novelty.PValueAsync(route, Cancellation))!.Value < 0.001).ShouldBe(drifts);
    }
}
