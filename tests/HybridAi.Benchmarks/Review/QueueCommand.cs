using System.Diagnostics;
using System.Globalization;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Benchmarks.Review;

/// <summary>
/// <c>queue [--records N] [--turns N] [--overlap N]</c>: what the next record costs an annotator at a queue of so many records in SQLite on this disk, and what planning
/// and looking alike cost.
/// </summary>
internal static class QueueCommand
{
    private static readonly string[] Words =
        [.. "parcel invoice password account refund delivery card charge order late lost broken wrong twice again please help cannot when where".Split(' ')];

    public static async Task<int> RunAsync(IReadOnlyList<string> options, TextWriter output)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[^1], CultureInfo.InvariantCulture));
        var (count, turns, overlap) = (given.GetValueOrDefault("--records", 100_000), given.GetValueOrDefault("--turns", 1_000), given.GetValueOrDefault("--overlap", 1));
        var directory = Directory.CreateTempSubdirectory("hybridai-queue-");
        try
        {
            var database = new SqliteDatabase(Path.Combine(directory.FullName, "state.db"));
            await new Migrator(database, TimeProvider.System).MigrateAsync(CancellationToken.None);
            var (records, labels, planner) = (new RecordStore(database, TimeProvider.System), new LabelStore(database), new QueuePlanner(database));
            using var similar = new SimilarRecords(records);
            var desk = new ReviewDesk(
                database, planner, records, labels, new LookAlikes(database, planner, similar, records, labels, TimeProvider.System), TimeProvider.System);
            var project = new Project(
                "bench", ProjectKind.TextClassification, "text", null, null, [], null, [.. Words.Take(10).Select(word => new LabelDefinition(word, ""))], new());
            await SeedAsync(records, labels, count);
            await new ReviewSettingsStore(database, TimeProvider.System).SaveAsync("bench", new ReviewSettings(Overlap: overlap), CancellationToken.None);

            var start = Stopwatch.GetTimestamp();
            await planner.FollowAsync(project, CancellationToken.None);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} records, overlap {overlap}: planned in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
            output.WriteLine($"{"",-28}{"p50 ms",10}{"p99 ms",10}{"max ms",10}");
            var version = new ProjectVersion(1, project, project.Hash(), DateTimeOffset.UnixEpoch);
            foreach (var queue in Enum.GetValues<QueueKind>()) await TurnsAsync(desk, version, queue, turns, output);
            start = Stopwatch.GetTimestamp();
            await desk.GridAsync(project, "grid", QueueKind.Doubtful, 24, CancellationToken.None);
            var first = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            await desk.GridAsync(project, "grid", QueueKind.Doubtful, 24, CancellationToken.None);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"grid of 24: first {first.TotalMilliseconds:F0} ms with its index, then {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms"));
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    private static async Task TurnsAsync(ReviewDesk desk, ProjectVersion version, QueueKind queue, int turns, TextWriter output)
    {
        var (next, answer) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            if (await desk.NextAsync(version.Definition, "ann", queue, null, CancellationToken.None) is not { } item) break;
            next.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await desk.CorrectAsync(version, item.Record.Id, "ann", Words[turn % 10], true, null, CancellationToken.None);
            answer.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Line($"next, {queue}", next);
        Line($"answer, {queue}", answer);

        void Line(string name, List<double> millis)
        {
            millis.Sort();
            if (millis.Count > 0)
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{name,-28}{millis[millis.Count / 2],10:F2}{millis[(int)(millis.Count * 0.99)],10:F2}{millis[^1],10:F2}"));
        }
    }

    private static async Task SeedAsync(RecordStore records, LabelStore labels, int count)
    {
        var random = new Random(1);
        for (var from = 0; from < count; from += 500)
        {
            var batch = Enumerable.Range(from, Math.Min(500, count - from)).Select(i =>
            {
                var text = $"{string.Join(' ', random.GetItems(Words, 9))} {i}";
                return new Record($"r{i}", text, new Dictionary<string, string>(), null, ContentHash.Of(text), ContentHash.Of(text), null, "bench.csv", i + 1);
            }).ToList();
            await records.AddAsync("bench", batch, CancellationToken.None);
            // One label is rare, so that its queue has something to find.
            await labels.SaveAsync("bench", [.. batch.Select(record => new Label(
                record.Id, random.NextDouble() < 0.02 ? Words[9] : Words[random.Next(9)], random.NextDouble(), "bench", "v1", "run-1", "", 0, null,
                DateTimeOffset.UnixEpoch))], CancellationToken.None);
        }
    }
}
