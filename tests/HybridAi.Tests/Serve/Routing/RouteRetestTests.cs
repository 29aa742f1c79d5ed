using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Learn;

namespace HybridAi.Tests.Serve.Routing;

public class RouteRetestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_route_that_holds_is_certified_again_on_rows_that_it_was_not_made_on()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await RouteStageTests.FreezeAsync(bench, 600);
        // One answer of forty is wrong, and the cheap tier says that it is unsure there.
        var (cheap, reference) = (Sloppy("llm:small", labels, 40), new FakeLabeller("llm:large", text => new(labels[text], 0.95, "", 0.002m, null)));
        var stored = await SaveAsync(bench, dataset, cheap, reference, margin: 0.05);

        var tested = (await Retest(bench, stage, cheap, reference).RunAsync("mail", stored.Hash[..12], null, Payer.Project, null, Cancellation)).Value;

        var fresh = dataset.Of(Split.Test).Count;
        tested.Certificate.ShouldSatisfyAllConditions(
            seen => seen.State.ShouldBe(CertificateState.Certified), seen => seen.Rows.ShouldBe(fresh), seen => (seen.Margin, seen.Confidence).ShouldBe((0.05, 0.95)),
            seen => seen.RowsNeeded.ShouldBeNull(), seen => seen.DifferenceAtLeast.ShouldBeGreaterThan(-0.05));
        (tested.Route, tested.Dataset, tested.ReferenceAccuracy).ShouldBe((stored.Hash, dataset.Manifest.Hash, 1));
        reference.Calls.ShouldBe(fresh);
    }

    [Fact]
    public async Task A_route_that_is_worse_by_more_than_its_margin_is_refused()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await RouteStageTests.FreezeAsync(bench, 600);
        // Always sure, and wrong on every third.
        var cheap = new FakeLabeller("llm:small", text => new(text.Length % 3 == 0 ? Other(labels[text]) : labels[text], 0.99, "", 0.0001m, null));
        var reference = new FakeLabeller("llm:large", text => new(labels[text], 0.95, "", 0.002m, null));
        var stored = await SaveAsync(bench, dataset, cheap, reference, margin: 0.05);

        var tested = (await Retest(bench, stage, cheap, reference).RunAsync("mail", stored.Hash, null, Payer.Project, null, Cancellation)).Value;

        tested.Certificate.State.ShouldBe(CertificateState.Refused);
        tested.Certificate.Losses.ShouldBeGreaterThan(0);
        tested.Accuracy.ShouldBeLessThan(tested.ReferenceAccuracy);
    }

    [Fact]
    public async Task Too_few_rows_say_how_many_would_do()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await RouteStageTests.FreezeAsync(bench, 100);
        var (cheap, reference) = (new FakeLabeller("llm:small", text => new(labels[text], 0.99, "", 0, null)), new FakeLabeller("llm:large", text => new(labels[text], 0.95, "", 0.002m, null)));
        var stored = await SaveAsync(bench, dataset, cheap, reference, margin: 0.01);

        var tested = (await Retest(bench, stage, cheap, reference).RunAsync("mail", stored.Hash, null, Payer.Project, null, Cancellation)).Value;

        tested.Certificate.State.ShouldBe(CertificateState.NotEnoughData);
        // Where no row differs, the least that 0.99^n lies below 5 % needs.
        tested.Certificate.RowsNeeded!.Value.ShouldBeInRange(298, 302);
        tested.Certificate.Reason.ShouldContain($"about {tested.Certificate.RowsNeeded} like these");
    }

    [Fact]
    public async Task What_can_not_be_tested_is_refused_and_costs_nothing()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await RouteStageTests.FreezeAsync(bench, 60);
        var (cheap, reference) = (Sloppy("llm:small", labels, 40), new FakeLabeller("llm:large", text => new(labels[text], 0.95, "", 0.002m, null)));
        var stored = await SaveAsync(bench, dataset, cheap, reference, margin: 0.05);
        var alone = await new RouteStore(bench.Database, bench.Clock).SaveAsync(
            ServeBench.RouteOver((TierNames.LargeLlm, reference, null)) with { DatasetHash = dataset.Manifest.Hash }, Cancellation);

        await RefusedAsync(Retest(bench, stage, cheap, reference), alone.Hash, null, "route-is-reference");
        await RefusedAsync(Retest(bench, stage, cheap, reference), null, null, "route-missing");
        await RefusedAsync(Retest(bench, stage, cheap, reference), "ffff", null, "route-unknown");
        await RefusedAsync(Retest(bench, stage, cheap, reference), stored.Hash, "ffff", "dataset-unknown");
        await RefusedAsync(Retest(bench, stage, new FakeLabeller("llm:small", _ => throw new InvalidOperationException(), "2"), reference), stored.Hash, null, "labeller-changed");
        (cheap.Calls, reference.Calls).ShouldBe((0, 0));
    }

    private static async Task RefusedAsync(RouteRetest retest, string? route, string? dataset, string code)
        => (await retest.RunAsync("mail", route, dataset, Payer.Project, null, Cancellation)).Fault!.Code.ShouldBe(code);

    private static FakeLabeller Sloppy(string name, Dictionary<string, string> labels, int oneOf)
    {
        var wrong = labels.Keys.Order().Index().Where(text => text.Index % oneOf == 0).Select(text => text.Item).ToHashSet();
        return new(name, text => wrong.Contains(text) ? new("spam", 0.3, "", 0.0001m, null) : new(labels[text], 0.99, "", 0.0001m, null));
    }

    private static string Other(string label) => label == "bill" ? "login" : "bill";

    private static Task<StoredRoute> SaveAsync(LearnBench bench, Dataset dataset, FakeLabeller cheap, FakeLabeller reference, double margin)
    {
        var route = ServeBench.RouteOver((TierNames.SmallLlm, cheap, 0.9), (TierNames.LargeLlm, reference, null));
        return new RouteStore(bench.Database, bench.Clock).SaveAsync(
            route with { DatasetHash = dataset.Manifest.Hash, Evidence = route.Evidence with { Certificate = route.Evidence.Certificate with { Settings = new(margin) } } }, Cancellation);
    }

    private static RouteRetest Retest(LearnBench bench, RouteStage stage, params FakeLabeller[] labellers) => new(
        (_, _, name, _) => Task.FromResult(Success.Of<ILabeller>(labellers.Single(labeller => labeller.Name == name))), new(bench.Database, bench.Clock),
        new(bench.Database, bench.Artefacts, bench.Clock), bench.Registry, stage);
}
