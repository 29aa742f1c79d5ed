using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// Brings records and labels in from another tool: what is good is added, what is not goes to a reject file with line and reason, and none is lost. The same
/// file again changes nothing, which is how an interrupted import is resumed.
/// </summary>
public sealed class ImportStage(
    IDatabase database, RecordStore records, LabelStore labels, ImportedReview review, ImportStore imports, HybridAiOptions options, TimeProvider clock)
{
    private const int BatchRows = 500;
    private const long BatchCharacters = 4 * 1024 * 1024;

    /// <summary>Imports the file. A fault where nothing of it can be used; batches committed before a cancellation stay.</summary>
    public async Task<Outcome<ImportReport>> RunAsync(
        ProjectVersion project, IExchangeFormat format, ImportRequest request, IProgress<long>? progress, CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        if (!(await format.OpenAsync(request, project.Definition, options.Ingestion, cancellation)).Succeeded(out var files, out var fault)) return fault;
        var id = Guid.CreateVersion7(startedAt).ToString("N");
        await using var rejects = new RejectFile(Path.Combine(Path.GetFullPath(options.DataDirectory), "rejects"), id);
        var batch = new ImportBatch(database, records, labels, review, project, id, request.Name, startedAt);
        var check = new ImportCheck(project.Definition, options.Ingestion.MaxTextCharacters);
        var tally = new ImportTally();
        try
        {
            foreach (var file in files) await TakeAsync(file, batch, check, rejects, tally, progress, cancellation);
        }
        finally
        {
            foreach (var file in files) await file.DisposeAsync();
        }

        if (tally.Rows == 0) return Fault.BadInput("no-rows", "The file holds no rows.", request.Path);
        var report = new ImportReport(
            id, project.Definition.Name, request.Name, format.Name, tally.Rows, tally.Accepted, tally.AlreadyThere, tally.RejectedByCode, tally.Records,
            tally.Labels, tally.Annotations, tally.Decisions, await rejects.CompleteAsync(cancellation), startedAt, clock.GetUtcNow());
        await imports.AddAsync(report, cancellation);
        return report;
    }

    private static async Task TakeAsync(
        ImportFile file, ImportBatch batch, ImportCheck check, RejectFile rejects, ImportTally tally, IProgress<long>? progress, CancellationToken cancellation)
    {
        var rows = new List<ImportRow>();
        var refused = new List<Reject>();
        long characters = 0;
        while (await file.Rows.ReadAsync(cancellation))
        {
            var item = file.Read(out var fault);
            if (item is not null) item = check.Check(item, out fault);
            if (item is not null) rows.Add(new(item, file.Rows.Line, file.Rows.Excerpt));
            else refused.Add(RejectOf(file, file.Rows.Line, fault!, file.Rows.Excerpt));
            characters += item?.Text?.Length ?? 0;
            if (rows.Count + refused.Count < BatchRows && characters < BatchCharacters) continue;
            await CommitAsync();
        }

        await CommitAsync();

        async Task CommitAsync()
        {
            await batch.SaveAsync(rows, tally, cancellation);
            foreach (var row in rows)
            {
                if (row.Fault is { } fault) refused.Add(RejectOf(file, row.Line, fault, row.Excerpt));
                else tally.Accept(row.IsNew);
            }

            foreach (var reject in refused) tally.Reject(reject.Code);
            await rejects.AppendAsync([.. refused.OrderBy(reject => reject.Line)], cancellation);
            rows.Clear();
            refused.Clear();
            characters = 0;
            progress?.Report(tally.Rows);
        }
    }

    private static Reject RejectOf(ImportFile file, long line, RowFault fault, string excerpt)
        => new(line, fault.Code, file.Name is null ? fault.Reason : $"{file.Name}: {fault.Reason}", fault.Column, excerpt);
}
