using HybridAi.Serve.Routing;
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
    public async Task Only_a_certified_route_or_the_reference_alone_goes_live(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var reference = FakeLabeller.Sure("llm:large", "bill", 1);
        var alone = await bench.Routes.SaveAsync(Uncertified(ServeBench.RouteOver(("large-llm", reference, null))), Cancellation);
        var cascade = ServeBench.RouteOver(("lexical", FakeLabeller.Sure("lexical", "bill", 1), 0.7), ("large-llm", reference, null));
        var uncertified = await bench.Routes.SaveAsync(Uncertified(cascade), Cancellation);
        var certified = await bench.Routes.SaveAsync(cascade, Cancellation);

        (await bench.Routes.MakeLiveAsync("mail", alone.Hash, "x", Cancellation)).Fault.ShouldBeNull();
        (await bench.Routes.MakeLiveAsync("mail", uncertified.Hash, "x", Cancellation)).Fault!.ShouldSatisfyAllConditions(
            fault => fault.Code.ShouldBe("route-uncertified"), fault => fault.Kind.ShouldBe(FaultKind.Conflict), fault => fault.Reason.ShouldContain("Too few."));
        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldBe(alone.Hash);
        (await bench.Routes.MakeLiveAsync("mail", certified.Hash, "x", Cancellation)).Fault.ShouldBeNull();
        (await bench.Routes.BeforeAsync("mail", Cancellation))!.Hash.ShouldBe(alone.Hash);

        static Route Uncertified(Route route) => route with { Evidence = route.Evidence with { Certificate = RouteCertificate.Nothing(new(), "Too few.", 300) } };
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_route_is_known_by_the_beginning_of_its_hash_where_that_names_one(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var first = await bench.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 1), null));
        await bench.GoLiveAsync(("large-llm", FakeLabeller.Sure("llm:large", "bill", 1), null));

        (await bench.Routes.FindAsync("mail", first.Hash[..12], Cancellation)).Value.Hash.ShouldBe(first.Hash);
        (await bench.Routes.MakeLiveAsync("mail", first.Hash[..12], "back", Cancellation)).Value.Hash.ShouldBe(first.Hash);
        (await bench.Routes.FindAsync("mail", "", Cancellation)).Fault!.Code.ShouldBe("route-ambiguous");
        (await bench.Routes.FindAsync("mail", "%", Cancellation)).Fault!.Code.ShouldBe("route-unknown");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_unknown_route_or_project_is_a_fault(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);

        (await bench.Routes.MakeLiveAsync("mail", "none", "x", Cancellation)).Fault!.Code.ShouldBe("route-unknown");
        (await bench.Routes.MakeLiveAsync("letters", "none", "x", Cancellation)).Fault!.Code.ShouldBe("project-unknown");
    }
}
