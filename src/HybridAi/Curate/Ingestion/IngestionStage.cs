using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Ingestion;

/// <summary>
/// Takes a file into a project: its good rows become records, its bad ones go to a reject file, and none is lost. Runs again over the
/// same file without doubling anything, which is how an interrupted ingestion is resumed.
/// </summary>
public sealed class IngestionStage(RecordStore records, IngestionStore ingestions, HybridAiOptions options, TimeProvider clock)
{
    /// <summary>How files are opened; tests put a file system in its place that refuses.</summary>
    internal Func<string, Stream> Open { get; init; } = InspectedFile.OpenFile;

    /// <summary>
    /// Ingests the file. A fault where nothing of it can be used: it is missing, a directory, unreadable, too large or empty, its format
    /// can't be found, it lacks a column or has no rows. Batches committed before a cancellation stay.
    /// </summary>
    public async Task<Outcome<IngestionReport>> RunAsync(
        Project project, IngestionRequest request, IProgress<IngestionProgress>? progress, CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        var opened = await RowFile.OpenAsync(request.Path, request.Format, options.Ingestion, Open, cancellation);
        if (!opened.Succeeded(out var file, out var fault)) return fault;
        await using var closing = file;
        if (!RecordColumns.Choose(project, request, file).Succeeded(out var columns, out fault)) return fault;

        var id = Guid.CreateVersion7(startedAt).ToString("N");
        await using var rejects = new RejectFile(Path.Combine(Path.GetFullPath(options.DataDirectory), "rejects"), id);
        var tally = new ProfileTally(file);
        var batch = new IngestionBatch(project.Name, records, rejects, tally, columns.Id);
        var maker = new RecordMaker(project, columns, request.SourceName, file.Hash, options.Ingestion.MaxTextCharacters);
        while (await file.Rows.ReadAsync(cancellation))
        {
            if (file.Rows.Fault is null) tally.CountValues(file.Rows);
            if (maker.Make(file.Rows, out var rowFault) is { } record) batch.Add(record);
            else batch.Add(file.Rows, rowFault!);
            if (!batch.IsFull) continue;
            await batch.CommitAsync(cancellation);
            progress?.Report(tally.Progress());
        }

        if (file.Rows.Rows == 0) return Fault.BadInput("no-rows", "The file has a header and no rows.", request.Path);
        await batch.CommitAsync(cancellation);
        progress?.Report(tally.Progress());
        var rejectFile = await rejects.CompleteAsync(cancellation);
        var report = new IngestionReport(
            id, project.Name, request.SourceName, tally.Profile(columns.Notes), rejectFile, startedAt, clock.GetUtcNow());
        await ingestions.AddAsync(report, cancellation);
        return report;
    }
}
