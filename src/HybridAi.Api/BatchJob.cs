using System.Text.Json;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Batch;
using HybridAi.Storage;

namespace HybridAi.Api;

/// <summary>Which file is to be answered; it stands under the data directory.</summary>
internal sealed record BatchArguments(string Folder, string Source, string? Text, FormatHints Format, Payer Payer);

/// <summary>A batch as a job. Started again it goes on behind the last block of rows that it wrote.</summary>
internal sealed class BatchJob(ProjectStore projects, BatchStage stage, BatchFolders folders) : IJobKind
{
    public const string KindName = "batch";

    public string Name => KindName;

    public async Task<Outcome<object>> RunAsync(Job job, IProgress<object> progress, CancellationToken cancellation)
    {
        var arguments = job.Arguments.Deserialize<BatchArguments>(Json.Options)!;
        if (!(await projects.FindAsync(job.Project, cancellation)).Succeeded(out var project, out var fault)) return fault;
        var (input, output) = (folders.InputOf(arguments.Folder), folders.OutputOf(arguments.Folder));
        var ended = await stage.RunAsync(
            project.Definition, new(input, output, arguments.Text, arguments.Format, arguments.Payer), new ProgressRelay<BatchProgress>(progress), cancellation);
        return ended.Succeeded(out var done, out fault) ? done : fault with { Place = fault.Place?.Replace(input, arguments.Source, StringComparison.Ordinal) };
    }
}

/// <summary>Where the files of batches stand: a folder each under the data directory, until somebody takes it away.</summary>
internal sealed class BatchFolders(HybridAiOptions options)
{
    public static string New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    public string InputOf(string folder) => Path.Combine(options.DataDirectory, "batches", folder, "input");

    public string OutputOf(string folder) => Path.Combine(options.DataDirectory, "batches", folder, "output");
}
