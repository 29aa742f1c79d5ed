using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Routing;

public class RouteStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_route_comes_back_as_it_was_saved_and_is_stored_once(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var route = ServeBench.RouteOver(("lexical", FakeLabeller.Sure("lexical", "bill", 1), 0.7), ("large-llm", FakeLabeller.Sure("llm:large", "bill", 1), null));

        var stored = await bench.Routes.SaveAsync(route, Cancellation);
        await bench.Routes.SaveAsync(route, Cancellation);

        var found = (await bench.Routes.FindAsync("mail", stored.Hash, Cancellation)).Value;
        Json.Write(found.Definition).ShouldBe(Json.Write(route));
        found.Definition.Hash().ShouldBe(stored.Hash);
        found.Definition.ToString().ShouldBe("lexical ≥ 0.7 → large-llm");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_last_route_made_live_is_live_and_a_rollback_goes_back(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        (await bench.Routes.LiveAsync("mail", Cancellation)).Fault!.Code.ShouldBe("route-missing");
        var first = await bench.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        var second = await bench.GoLiveAsync(("large-llm", FakeLabeller.Sure("llm:large", "bill", 1), null));

        (await bench.Routes.LiveAsync("mail", Cancellation)).Value.Hash.ShouldBe(second.Hash);
        (await bench.Routes.RollbackAsync("mail", "worse in use", Cancellation)).Value.Hash.ShouldBe(first.Hash);
        (await bench.Routes.LiveAsync("mail", Cancellation)).Value.Hash.ShouldBe(first.Hash);
        (await bench.Routes.RollbackAsync("mail", "again", Cancellation)).Fault!.Code.ShouldBe("no-earlier-route");
        (await bench.Routes.HistoryAsync("mail", Cancellation)).Select(move => move.Reason).ShouldBe(["test", "test", "worse in use"]);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_unknown_route_or_project_is_a_fault(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);

        (await bench.Routes.MakeLiveAsync("mail", "none", "x", Cancellation)).Fault!.Code.ShouldBe("route-unknown");
        (await bench.Routes.MakeLiveAsync("letters", "none", "x", Cancellation)).Fault!.Code.ShouldBe("project-unknown");
    }
}
