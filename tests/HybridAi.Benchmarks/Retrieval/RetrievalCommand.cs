using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Documents;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Benchmarks.Retrieval;

/// <summary>
/// <c>retrieval --corpus F --queries F</c>, or <c>retrieval --passages N</c> of drawn words; <c>[--rounds 5] [--updates 200] [--seed 1]</c>: what indexing,
/// searching and changing one document cost, on one thread, and what it takes of memory and disk.
/// </summary>
internal static class RetrievalCommand
{
    private const string Tenant = "bench";

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (texts, queries) = Given(options);
        var folder = Directory.CreateTempSubdirectory("hybridai-bench-");
        try
        {
            using var index = new EmbeddedPassageIndex(folder.FullName);
            var (watch, processor) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var at = 0;
            foreach (var (title, text) in texts) await index.ReplaceAsync(Version(at++, title), [new(0, text.Length, text, [])], default);
            await index.CompactAsync(Tenant, default);
            Line("passages, seconds to index", $"{at:N0}, {watch.Elapsed.TotalSeconds:F2} ({(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:F2} of processors)");
            Line("bytes on disk", $"{folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length):N0}");

            Memory("after indexing: own, mapped, peak MB");
            await SearchAsync(index, queries, 1);
            var search = await SearchAsync(index, queries, options.Number("--rounds", 5));
            Line("query p50, p99, most ms", $"{search[search.Length / 2]:F3}, {search[(int)(search.Length * 0.99)]:F3}, {search[^1]:F3} ({queries.Count:N0} queries)");

            var drawn = new DrawnPassages(options.Number("--seed", 1) + 1);
            var (updates, seen) = (new double[options.Number("--updates", 200)], 0);
            for (var i = 0; i < updates.Length; i++)
            {
                var text = $"mark{i}of {drawn.Passage()}";
                var started = Stopwatch.GetTimestamp();
                await index.ReplaceAsync(Version(i, "changed"), [new(0, text.Length, text, [])], default);
                updates[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if ((await index.SearchAsync(new(Tenant, $"mark{i}of", 1), default)) is [{ Passage.Text: var found }] && found == text) seen++;
            }

            Array.Sort(updates);
            Line("update p50, p99, most ms", $"{updates[updates.Length / 2]:F3}, {updates[(int)(updates.Length * 0.99)]:F3}, {updates[^1]:F3}");
            Line("updates seen by the next search", $"{seen} of {updates.Length}");
            var after = await SearchAsync(index, queries, 1);
            Line("query p50, p99 ms afterwards", $"{after[after.Length / 2]:F3}, {after[(int)(after.Length * 0.99)]:F3}");
            Memory("memory: own, mapped, peak MB");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // Own: what only this process has. Mapped: pages of files, the program's own among them, that the system takes back when it needs them. Peak: of both together.
        void Memory(string name) => Line(name, $"{Status("RssAnon"):F0}, {Status("RssFile"):F0}, {Status("VmHWM"):F0}");

        void Line(string name, FormattableString value) => output.WriteLine($"{name,-38}{FormattableString.Invariant(value)}");
    }

    private static async Task<double[]> SearchAsync(EmbeddedPassageIndex index, List<string> queries, int rounds)
    {
        var millis = new double[queries.Count * rounds];
        for (var i = 0; i < millis.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await index.SearchAsync(new(Tenant, queries[i % queries.Count], 10), default);
            millis[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(millis);
        return millis;
    }

    private static (IEnumerable<(string Title, string Text)> Texts, List<string> Queries) Given(CommandOptions options)
    {
        var passages = options.Number("--passages", 0);
        if (passages > 0)
        {
            var drawn = new DrawnPassages(options.Number("--seed", 1));
            List<string> asked = [.. Enumerable.Range(0, 300).Select(_ => drawn.Text(10))];
            return (Enumerable.Range(0, passages).Select(_ => (drawn.Text(6), drawn.Passage())), asked);
        }

        var queries = Lines(options.Text("--queries")).Select(line => line.GetProperty("text").GetString()!).ToList();
        return (Lines(options.Text("--corpus")).Select(line => (line.GetProperty("title").GetString()!, line.TryGetProperty("text", out var text)
            ? text.GetString()!
            : string.Join(' ', line.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetString())))).ToList(), queries);
    }

    private static IEnumerable<JsonElement> Lines(string path) => File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement);

    private static DocumentVersion Version(int document, string title) => new(Tenant, document.ToString(CultureInfo.InvariantCulture), "", title, null, [], []);

    // A line of the process's status, in megabytes.
    private static double Status(string name) => File.ReadLines("/proc/self/status").Where(line => line.StartsWith(name + ":", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture) / 1024).FirstOrDefault();
}
