using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Storage;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve.Prediction;

public class PredictionJournalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task A_page_becomes_the_very_lines_that_a_waiting_request_writes(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        await bench.GoLiveAsync(("lexical", FakeLabeller.Sure("lexical", "bill", 0.5), 0.8), ("classical", Chancy(0.9), null));
        await using var journal = Journal(bench);
        using var predictor = Predictor(bench, journal);

        (await predictor.PredictAsync("mail", [new("r1", "my invoice")], Cancellation)).Fault.ShouldBeNull();
        (await predictor.AnswerAsync("mail", Payer.Project, new("r1", "my invoice"), Cancellation)).Fault.ShouldBeNull();
        await journal.SettledAsync(Patience, Cancellation);

        var ledger = await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation);
        ledger.Count.ShouldBe(2);
        (ledger[0] with { RequestId = "" }).ShouldBe(ledger[1] with { RequestId = "" });
        var decisions = await new DecisionStore(bench.Database, bench.Routes, bench.Clock).PageAsync("mail", null, 10, Cancellation);
        decisions.Count.ShouldBe(2);
        Json.Write(decisions[0] with { Id = "", RequestId = "", Seq = 0 }).ShouldBe(Json.Write(decisions[1] with { Id = "", RequestId = "", Seq = 0 }));
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task Many_mixed_calls_at_once_stand_in_the_ledger_to_the_cent(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var billed = 0L;
        var large = new FakeLabeller("llm:large", text =>
        {
            var nano = 1_000 + text.Length * 37;
            Interlocked.Add(ref billed, nano);
            return new("login", 0.9, "rule", nano / 1e9m, TimeSpan.FromMilliseconds(5));
        });
        var small = new FakeLabeller("model:a", text => new("bill", text.Length % 3 == 0 ? 0.5 : 0.9, "rule", 0, TimeSpan.Zero));
        await bench.GoLiveAsync(("classical", small, 0.8), ("large-llm", large, null));
        await using var journal = Journal(bench);
        using var predictor = Predictor(bench, journal);

        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (i, token) =>
        {
            while ((await predictor.AnswerAsync("mail", Payer.Project, new($"r{i}", new string('x', 1 + i % 30)), token)).Fault is not null) await Task.Yield();
        });
        await journal.SettledAsync(Patience, Cancellation);

        var ledger = await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation);
        ledger.Select(line => line.RecordId).Order().ShouldBe(Enumerable.Range(0, 3_000).Select(i => $"r{i}").Order());
        ledger.Sum(line => Usd.ToNano(line.CostUsd)).ShouldBe(billed);
        ledger.Count(line => line.CostUsd > 0).ShouldBe(large.Calls);
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task What_was_paid_stands_in_the_ledger_before_its_caller_hears_of_it(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        await bench.GoLiveAsync(("large-llm", FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m), null));
        await using var journal = Journal(bench);
        using var predictor = Predictor(bench, journal);

        (await predictor.AnswerAsync("mail", Payer.Project, new("r1", "hello"), Cancellation)).Fault.ShouldBeNull();

        (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).ShouldHaveSingleItem().CostUsd.ShouldBe(0.003m);
    }

    [Fact]
    public async Task Pages_of_a_process_that_died_become_lines_when_the_next_one_starts()
    {
        await using var bench = await ServeBench.CreateAsync();
        var live = await LiveAsync(bench);
        using var predictor = Predictor(bench, null);
        var answer = (await predictor.PredictAsync("mail", [new("r1", "my invoice")], Cancellation)).Value[0];
        await Pages(bench).WriteAsync([new(live, "predict-dead", "my invoice", answer, bench.Clock.GetUtcNow())]);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        await using (var next = Journal(bench))
        {
            await next.StartAsync(Cancellation);
            while (await PagesAsync(bench) > 0) await Task.Yield();
        }

        (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Select(line => line.RequestId).ShouldContain("predict-dead");
    }

    [Fact]
    public async Task Whoever_is_told_to_stop_leaves_the_pages_of_others_to_whoever_starts_next()
    {
        await using var bench = await ServeBench.CreateAsync();
        var live = await LiveAsync(bench);
        using var predictor = Predictor(bench, null);
        var answer = (await predictor.PredictAsync("mail", [new("r1", "my invoice")], Cancellation)).Value[0];
        KeptPrediction kept = new(live, "predict-1", "my invoice", answer, bench.Clock.GetUtcNow());
        await Pages(bench).WriteAsync([kept]);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var own = Pages(bench);
        await own.WriteAsync([kept, kept]);

        (await own.UnpackAsync(ownOnly: true)).ShouldBe(2);
        (await own.UnpackAsync(ownOnly: true)).ShouldBeNull();
        (await PagesAsync(bench)).ShouldBe(1);
        (await own.UnpackAsync()).ShouldBe(0);
        (await PagesAsync(bench)).ShouldBe(0);
    }

    [Theory]
    [ClassData(typeof(EveryDatabase))]
    public async Task More_than_a_page_holds_goes_into_several_and_comes_back_whole(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        var live = await LiveAsync(bench);
        using var predictor = Predictor(bench, null);
        var answer = (await predictor.PredictAsync("mail", [new("r1", "my invoice")], Cancellation)).Value[0];
        var pages = Pages(bench);
        await pages.WriteAsync([.. Enumerable.Range(0, 2_000).Select(i => new KeptPrediction(live, $"predict-{i}", "my invoice", answer, bench.Clock.GetUtcNow()))]);

        (await PagesAsync(bench)).ShouldBeGreaterThan(1);
        while (await pages.UnpackAsync() is not null)
        {
        }

        var lines = (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Select(line => line.RequestId).ToHashSet();
        Enumerable.Range(0, 2_000).Count(i => lines.Contains($"predict-{i}")).ShouldBe(2_000);
    }

    [Fact]
    public async Task While_the_disk_takes_no_account_nothing_is_answered_and_afterwards_all_that_was_is_there()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", Chancy(0.9), null));
        await using var journal = Journal(bench);
        using var predictor = Predictor(bench, journal);
        await ExecuteAsync(bench, "CREATE TRIGGER disk_full BEFORE INSERT ON prediction_pages BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        var answered = 0;
        Outcome<RoutedPrediction> last;
        while ((last = await AnswerAsync()).Fault is null) answered++;
        last.Fault!.Code.ShouldBe("account-behind");

        await ExecuteAsync(bench, "DROP TRIGGER disk_full");
        while ((await AnswerAsync()).Fault is not null) await Task.Yield();
        await journal.SettledAsync(Patience, Cancellation);

        (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(answered + 1);

        ValueTask<Outcome<RoutedPrediction>> AnswerAsync() => predictor.AnswerAsync("mail", Payer.Project, new(null, "my invoice"), Cancellation);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_loses_no_line()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", Chancy(0.9), null));
        await using var journal = Journal(bench);
        using var predictor = Predictor(bench, journal);

        (await predictor.AnswerAsync("mail", Payer.Project, new("before", "my invoice"), Cancellation)).Fault.ShouldBeNull();
        bench.Clock.Advance(TimeSpan.FromHours(-1));
        (await predictor.AnswerAsync("mail", Payer.Project, new("after", "my invoice"), Cancellation)).Fault.ShouldBeNull();
        bench.Clock.Advance(TimeSpan.FromDays(400));
        (await predictor.AnswerAsync("mail", Payer.Project, new("much later", "my invoice"), Cancellation)).Fault.ShouldBeNull();
        await journal.StopAsync(Cancellation);

        (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Select(line => line.RecordId).ShouldBe(["before", "after", "much later"]);
    }

    [Fact]
    public async Task A_route_of_which_nothing_can_be_opened_leaves_the_one_before_it_serving()
    {
        await using var bench = await ServeBench.CreateAsync();
        var before = await bench.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), null));
        await OneAsync();
        var next = FakeLabeller.Sure("model:b", "login", 0.9);
        var broken = await bench.Routes.SaveAsync(ServeBench.RouteOver(("classical", next, null)), Cancellation);
        bench.Break("model:b", Fault.Unavailable("model-broken", "The file's hash is another."));
        await bench.Routes.MakeLiveAsync("mail", broken.Hash, "test", Cancellation);

        (await OneAsync()).Versions.Route.ShouldBe(before.Hash);
        bench.Mend(next);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        (await OneAsync()).Versions.Route.ShouldBe(broken.Hash);

        async Task<HybridAi.Serve.Prediction.Prediction> OneAsync() => (await bench.Predictor.PredictAsync("mail", [new(null, "my invoice")], Cancellation)).Value[0];
    }

    private static FakeLabeller Chancy(double confidence) => new("model:a", _ => new("bill", confidence, "rule", 0, TimeSpan.FromMilliseconds(1))
    {
        Chances = new(["bill", "login", "parcel"], [0.9f, 0.07f, 0.03f], 0.25),
    });

    private static async Task<LiveRoute> LiveAsync(ServeBench bench)
    {
        var route = await bench.GoLiveAsync(("classical", Chancy(0.9), null));
        return new(route.Hash, route.Definition, [], LiveRoute.VersionsOf(route, DecisionArms.Champion), bench.Clock.GetUtcNow());
    }

    private static PredictionPages Pages(ServeBench bench) => new(bench.Database, bench.Routes, new(bench.Database, bench.DecisionSettings, bench.Clock), bench.Clock);

    private static PredictionJournal Journal(ServeBench bench)
        => new(bench.Database, bench.Routes, new(bench.Database, bench.DecisionSettings, bench.Clock), bench.Clock, NullLogger<PredictionJournal>.Instance);

    private static Predictor Predictor(ServeBench bench, PredictionJournal? journal) => new(
        bench.Routes, bench.OpenAsync, bench.Ledger, new(bench.Database, bench.DecisionSettings, bench.Clock), bench.People, new IngestionOptions { MaxTextCharacters = 40 }, new(), bench.Clock,
        NullLogger<Predictor>.Instance, journal: journal);

    private static async Task ExecuteAsync(ServeBench bench, string sql)
    {
        await using var connection = await bench.Database.OpenAsync(Cancellation);
        await connection.ExecuteAsync(sql);
    }

    private static async Task<long> PagesAsync(ServeBench bench)
    {
        await using var connection = await bench.Database.OpenAsync(Cancellation);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM prediction_pages");
    }
}
