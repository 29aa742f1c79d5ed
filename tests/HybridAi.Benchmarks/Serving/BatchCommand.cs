using System.Diagnostics;
using System.Globalization;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Benchmarks.Text;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Batch;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Benchmarks.Serving;

/// <summary>
/// <c>batch --train F --test F [--rows 2000000] [--rounds 3]</c>: how many rows of CSV a second go through a route of one model, what each costs in processor time,
/// and whether memory stays flat: the most that is resident after the first round and after the last.
/// </summary>
internal static class BatchCommand
{
    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (train, test) = (Path.GetFullPath(options.Text("--train")), Path.GetFullPath(options.Text("--test")));
        var (rows, rounds) = (options.Number("--rows", 2_000_000), options.Number("--rounds", 3));
        var directory = Directory.CreateTempSubdirectory("hybridai-batch-");
        try
        {
            var data = Path.Combine(directory.FullName, "data");
            await using (var teaching = await Served.StartAsync(data, client => client.GetAsync("/health/ready"))) await teaching.TeachAsync(train, 1);
            var input = Path.Combine(directory.FullName, "input.csv");
            await WriteAsync(input, Table.Read(test, "text", "category").Texts, rows);

            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("HybridAi:DataDirectory", data)]).Build();
            await using var services = new ServiceCollection().AddLogging().AddHybridAi(configuration).BuildServiceProvider();
            var project = (await services.GetRequiredService<ProjectStore>().FindAsync(Served.Project, CancellationToken.None)).Value.Definition;
            output.WriteLine(FormattableString.Invariant($"{rows} rows, {new FileInfo(input).Length / 1e6:F0} MB, {Environment.ProcessorCount} cores"));
            output.WriteLine($"{"round",6}{"rows/s",12}{"CPU µs/row",12}{"most MB",10}");
            for (var round = 1; round <= rounds; round++)
            {
                var written = Path.Combine(directory.FullName, "output.csv");
                var (from, before) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
                var done = (await services.GetRequiredService<BatchStage>().RunAsync(
                    project, new(input, written, null, new FormatHints(), Payer.Project), null, CancellationToken.None)).Value;
                var (took, processor) = (Stopwatch.GetElapsedTime(from), Process.GetCurrentProcess().TotalProcessorTime - before);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{round,6}{done.Rows / took.TotalSeconds,12:F0}{processor.TotalMicroseconds / done.Rows,12:F2}{Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,10:F0}"));
                File.Delete(written);
            }

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(string path, IReadOnlyList<string> texts, int rows)
    {
        await using var file = new StreamWriter(path);
        await file.WriteAsync("id,text\n");
        for (var row = 0; row < rows; row++)
            await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{row},\"{texts[row % texts.Count].Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
    }
}
