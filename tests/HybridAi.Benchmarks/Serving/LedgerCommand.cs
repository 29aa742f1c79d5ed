using System.Diagnostics;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Serving;

/// <summary>
/// <c>ledger [--calls 1000000] [--in-flight 32]</c>: free and paid predictions mixed, along a route whose dear tier bills odd amounts, and whether the ledger
/// and the biller's own account are equal, to the nano-dollar and to the call.
/// </summary>
internal static class LedgerCommand
{
    private static readonly Project Project = new("mail", ProjectKind.TextClassification, "text", "label", null, [], null, [new("bill", "invoices"), new("login", "signing in")], new());

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (calls, many) = (options.Number("--calls", 1_000_000), options.Number("--in-flight", 32));
        await using var state = await GatewayState.CreateAsync();
        var (clock, database) = (TimeProvider.System, state.Database);
        var routes = new RouteStore(database, clock);
        var log = new DecisionLog(database, new DecisionOptions { AuditShare = 0 }, clock);
        var (free, paid) = (new Student(), new Biller());
        await new ProjectStore(database, clock).SaveAsync(Project, CancellationToken.None);
        await LiveAsync(routes, free, paid);
        await using var journal = new PredictionJournal(database, routes, log, clock, NullLogger<PredictionJournal>.Instance);
        using var predictor = new Predictor(
            routes, (_, _, name, _) => Task.FromResult(Success.Of<ILabeller>(name == free.Name ? free : paid)), state.Ledger, log, null!, new IngestionOptions(), new PredictionOptions(), clock,
            NullLogger<Predictor>.Instance, journal: journal);

        var from = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = many }, async (call, token) =>
        {
            // Refused while the account is behind: the caller comes again.
            while ((await predictor.AnswerAsync(Project.Name, Payer.Project, new($"r{call}", FormattableString.Invariant($"text {call * 7919L % 100_003}")), token)).Fault is not null)
                await Task.Delay(1, token);
        });
        var answered = Stopwatch.GetElapsedTime(from);
        await journal.SettledAsync(TimeSpan.FromHours(1), CancellationToken.None);

        var (lines, nano, billedLines) = await SumsAsync(database);
        var verdict = new Verdict(output);
        verdict.Head($"{calls} calls, {many} in flight");
        verdict.Say("answered, and accounted for line by line, seconds", $"{answered.TotalSeconds:F1}, {Stopwatch.GetElapsedTime(from).TotalSeconds:F1}");
        verdict.Check("lines of predictions", $"{lines}", lines == calls);
        verdict.Check("paid lines; calls that were billed", $"{billedLines}; {paid.Calls}", billedLines == paid.Calls);
        verdict.Check("ledger; bill, USD", $"{nano / 1e9:F9}; {paid.Nano / 1e9:F9}", nano == paid.Nano);
        return verdict.Holds ? 0 : 1;
    }

    private static async Task LiveAsync(RouteStore routes, Student free, Biller paid)
    {
        RouteStep[] steps = [new("classical", free.Name, free.Version, 0.8, 0), new("large-llm", paid.Name, paid.Version, null, 0.001m)];
        var route = new Route(
            Project, 1, steps, new(RoutingPolicy.ByConfidence(LabelSpace.Of(2), [0.8, null])), ["bill", "login"], new("large-llm", paid.Name, paid.Version, 0.001m), null, new string('d', 64),
            new(RouteCertificate.Nothing(new(), "Made by hand.") with { State = CertificateState.Certified }, [], null, null, []));
        var stored = await routes.SaveAsync(route, CancellationToken.None);
        _ = (await routes.MakeLiveAsync(Project.Name, stored.Hash, "benchmark", CancellationToken.None)).Value;
    }

    private static async Task<(long Lines, long Nano, long Paid)> SumsAsync(SqliteDatabase database)
        => (await database.Reads.AllAsync(
            "SELECT COUNT(*), SUM(cost_nano), COUNT(CASE WHEN cost_nano > 0 THEN 1 END) FROM ledger WHERE kind = @Kind",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), [("@Kind", nameof(LedgerKind.Prediction))], CancellationToken.None))[0];

    private sealed class Student : ILabeller
    {
        public string Name => "lexical";

        public string Version => "1";

        public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
            => ValueTask.FromResult(new Proposal("bill", request.Text[^1] is '0' ? 0.5 : 0.9, "rule", 0, TimeSpan.Zero));
    }

    private sealed class Biller : ILabeller
    {
        private long _nano;
        private long _calls;

        public string Name => "llm:biller";

        public string Version => "1";

        public long Nano => Interlocked.Read(ref _nano);

        public long Calls => Interlocked.Read(ref _calls);

        public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        {
            var nano = 1_003 + 37 * request.Text.Length + request.Text[^2];
            Interlocked.Add(ref _nano, nano);
            Interlocked.Increment(ref _calls);
            return ValueTask.FromResult(new Proposal("login", 0.9, "rule", nano / 1e9m, TimeSpan.FromMilliseconds(5)));
        }
    }
}
