using System.Data.Common;
using System.Globalization;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>Pages of predictions in the database: written, and turned into lines of ledger and decisions, each page in one transaction with its end.</summary>
internal sealed class PredictionPages(IDatabase database, RouteStore routes, DecisionLog decisions, TimeProvider clock)
{
    // So many are settled in one transaction: each for itself would wait for the disk.
    private const int MostUnpacked = 16;

    // Pages of another process are taken over when it must be dead: a living one comes back to its own within moments.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    private static readonly SharedWrite<Page> Insert = new(place: 0, async (session, pages) =>
    {
        foreach (var page in pages)
        {
            await session.ExecuteAsync(
                "INSERT INTO prediction_pages (writer, project, route, predictions, body, packed, written_at) VALUES (@Writer, @Project, @Route, @Predictions, '', @Packed, @At)",
                ("@Writer", page.Writer), ("@Project", page.Project), ("@Route", page.Route), ("@Predictions", page.Bytes.Predictions), ("@Packed", page.Bytes.Body), ("@At", page.At));
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

    /// <summary>Writes the predictions, pages of one route each, in one transaction.</summary>
    public async Task WriteAsync(IReadOnlyList<KeptPrediction> kept)
    {
        await Task.WhenAll(kept.GroupBy(one => (one.Route.Hash, one.Route.Versions.Arm)).SelectMany(same => PagesOf([.. same])).Select(page => database.Writes.AddAsync(Insert, page)));
        Interlocked.Add(ref _waiting, kept.Count);
    }

    /// <summary>Makes lines of the oldest pages of this process, or of those that are no more.</summary>
    /// <param name="ownOnly">Whether pages of other processes are left alone.</param>
    /// <returns>How many predictions of this process were in them; null: there is no page.</returns>
    public async Task<int?> UnpackAsync(bool ownOnly = false)
    {
        var found = await database.Reads.AllAsync(
            $"SELECT seq, project, route, writer, body, packed FROM prediction_pages WHERE writer = @Writer OR written_at < @Before ORDER BY seq LIMIT {MostUnpacked}",
            Written, [("@Writer", _writer), ("@Before", ownOnly ? DateTimeOffset.MinValue : _before)], CancellationToken.None);
        if (found.Count == 0) return null;
        var settled = await Task.WhenAll(found.Select(SettleAsync));
        var own = settled.Sum();
        Interlocked.Add(ref _waiting, -own);
        return own;
    }

    private static WrittenPage Written(DbDataReader row) => new(
        Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetString(1), row.GetString(2), row.GetString(3),
        row.IsDBNull(5) ? Convert.FromBase64String(row.GetString(4)) : row.GetFieldValue<byte[]>(5));

    private IEnumerable<Page> PagesOf(List<KeptPrediction> same)
    {
        var route = same[0].Route;
        for (var from = 0; from < same.Count;)
        {
            var bytes = PredictionPage.Write(same, from, (one, hash) => decisions.IsAudited(route.Definition.Project.Name, route.Hash, one.Answer.Id, hash));
            yield return new(_writer, route.Definition.Project.Name, $"{route.Versions.Arm} {route.Hash}", bytes, clock.GetUtcNow());
            from += bytes.Predictions;
        }
    }

    // How many predictions of this process were in the page.
    private async Task<int> SettleAsync(WrittenPage page)
    {
        var (arm, hash) = page.Route.Split(' ') is [var first, var second] ? (first, second) : throw new InvalidDataException($"'{page.Route}' names no route.");
        var route = await RouteAsync(page.Project, hash);
        var predictions = PredictionPage.Read(page.Body, LiveRoute.VersionsOf(route, arm));
        await database.Writes.AddAsync(Settle, new Unpacked(
            page.Seq, page.Project, route.Definition.ModelHash,
            [.. predictions.Select(one => PredictionLine.Of(one.At, page.Project, one.RequestId, one.Answer))],
            [.. predictions.Select(one => decisions.LineOf(one, route, arm)).OfType<DecisionLine>()],
            [.. predictions.Where(one => ServedNovelty.IsDrawn(one, route)).Select(one => (one.At, one.Answer.Walk!.Novelty))]));
        return page.Writer == _writer ? predictions.Count : 0;
    }

    private async Task<StoredRoute> RouteAsync(string project, string hash)
    {
        if (_routes.TryGetValue((project, hash), out var known)) return known;
        if (!(await routes.FindAsync(project, hash, CancellationToken.None)).Succeeded(out var stored, out var fault)) throw new InvalidDataException(fault.Reason);
        return _routes[(project, hash)] = stored;
    }

    private sealed record Page(string Writer, string Project, string Route, PageBytes Bytes, DateTimeOffset At);

    private sealed record WrittenPage(long Seq, string Project, string Route, string Writer, byte[] Body);

    private sealed record Unpacked(
        long Seq, string Project, string? Model, IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<DecisionLine> Decisions, IReadOnlyList<(DateTimeOffset At, double Novelty)> Novelties);
}
