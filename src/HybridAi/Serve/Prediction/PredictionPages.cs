using System.Globalization;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>Pages of predictions in the database: written, and turned into lines of ledger and decisions, each page in one transaction with its end.</summary>
internal sealed class PredictionPages(IDatabase database, RouteStore routes, DecisionLog decisions, TimeProvider clock)
{
    // Pages of another process are taken over when it must be dead: a living one comes back to its own within moments.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    private static readonly SharedWrite<Page> Insert = new(place: 0, async (session, pages) =>
    {
        foreach (var page in pages)
        {
            await session.ExecuteAsync(
                "INSERT INTO prediction_pages (writer, project, route, predictions, body, written_at) VALUES (@Writer, @Project, @Route, @Predictions, @Body, @At)",
                ("@Writer", page.Writer), ("@Project", page.Project), ("@Route", page.Route), ("@Predictions", page.Predictions), ("@Body", page.Body), ("@At", page.At));
        }
    });

    private static readonly SharedWrite<Unpacked> Settle = new(place: 0, async (session, pages) =>
    {
        foreach (var page in pages)
        {
            // Who takes the page away writes its lines; another process may have been quicker.
            if (await session.ExecuteAsync("DELETE FROM prediction_pages WHERE seq = @Seq", ("@Seq", page.Seq)) == 0) continue;
            foreach (var line in page.Ledger) await Ledger.WriteAsync(session, line);
            foreach (var line in page.Decisions) await DecisionLog.WriteAsync(session, line);
            foreach (var (at, novelty) in page.Novelties) await ServedNovelty.WriteAsync(session, page.Project, page.Model!, novelty, at);
        }
    });

    // Whoever wrote before this process began to is gone, where the database has one process alone.
    private readonly DateTimeOffset _before = clock.GetUtcNow() - (database is SqliteDatabase ? TimeSpan.Zero : Abandoned);
    private readonly string _writer = $"writer-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private readonly Dictionary<(string Project, string Hash), StoredRoute> _routes = [];
    private long _waiting;

    /// <summary>How many predictions of this process stand in pages.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Writes the predictions, a page for each route, in one transaction.</summary>
    public async Task WriteAsync(IReadOnlyList<KeptPrediction> kept)
    {
        await Task.WhenAll(kept.GroupBy(one => (one.Route.Hash, one.Route.Versions.Arm)).Select(same =>
        {
            var (route, all) = (same.First().Route, same.ToList());
            var body = PredictionPage.Write(all, (one, hash) => decisions.IsAudited(route.Definition.Project.Name, route.Hash, one.Answer.Id, hash));
            return database.Writes.AddAsync(Insert, new Page(_writer, route.Definition.Project.Name, $"{route.Versions.Arm} {route.Hash}", all.Count, body, clock.GetUtcNow()));
        }));
        Interlocked.Add(ref _waiting, kept.Count);
    }

    /// <summary>Makes lines of the oldest page of this process, or of one that is no more.</summary>
    /// <returns>How many predictions of this process were in it; null: there is no page.</returns>
    public async Task<int?> UnpackAsync()
    {
        var found = await database.Reads.AllAsync(
            "SELECT seq, project, route, body, writer FROM prediction_pages WHERE writer = @Writer OR written_at < @Before ORDER BY seq LIMIT 1",
            row => (Seq: Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), Project: row.GetString(1), Route: row.GetString(2), Body: row.GetString(3), Writer: row.GetString(4)),
            [("@Writer", _writer), ("@Before", _before)], CancellationToken.None);
        if (found is not [var page]) return null;
        var (arm, hash) = page.Route.Split(' ') is [var first, var second] ? (first, second) : throw new InvalidDataException($"'{page.Route}' names no route.");
        var route = await RouteAsync(page.Project, hash);
        var versions = LiveRoute.VersionsOf(route, arm);
        var predictions = PredictionPage.Read(page.Body, versions);
        await database.Writes.AddAsync(Settle, new Unpacked(
            page.Seq, page.Project, route.Definition.ModelHash,
            [.. predictions.Select(one => PredictionLine.Of(one.At, page.Project, one.RequestId, one.Answer))],
            [.. predictions.Select(one => decisions.LineOf(one, route, arm)).OfType<DecisionLine>()],
            [.. predictions.Where(one => ServedNovelty.IsDrawn(one, route)).Select(one => (one.At, one.Answer.Walk!.Novelty))]));
        if (page.Writer != _writer) return 0;
        Interlocked.Add(ref _waiting, -predictions.Count);
        return predictions.Count;
    }

    private async Task<StoredRoute> RouteAsync(string project, string hash)
    {
        if (_routes.TryGetValue((project, hash), out var known)) return known;
        if (!(await routes.FindAsync(project, hash, CancellationToken.None)).Succeeded(out var stored, out var fault)) throw new InvalidDataException(fault.Reason);
        return _routes[(project, hash)] = stored;
    }

    private sealed record Page(string Writer, string Project, string Route, int Predictions, string Body, DateTimeOffset At);

    private sealed record Unpacked(
        long Seq, string Project, string? Model, IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<DecisionLine> Decisions, IReadOnlyList<(DateTimeOffset At, double Novelty)> Novelties);
}
