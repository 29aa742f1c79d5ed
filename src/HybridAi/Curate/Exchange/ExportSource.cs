using System.Runtime.CompilerServices;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>What an export holds, read a page at a time. Standing labels alone: what was undone or replaced stays in the history.</summary>
public sealed class ExportSource(IDatabase database, RecordStore records, DatasetStore datasets, ArtefactStore artefacts, QueuePlanner planner)
{
    private const int PageRows = 500;

    /// <summary>The content, or a fault where there is no dataset to export.</summary>
    public async Task<Outcome<ExportContent>> OpenAsync(
        ProjectVersion project, ExportSelection selection, CancellationToken cancellation)
    {
        await planner.FollowAsync(project.Definition, cancellation);
        if (selection != ExportSelection.Dataset) return new ExportContent(project, selection, RecordsAsync(project.Definition, selection, cancellation));
        if ((await datasets.ListAsync(project.Definition.Name, cancellation)) is not [var newest, ..])
            return Fault.Conflict("dataset-missing", $"'{project.Definition.Name}' has no dataset yet: freeze one first.");
        return File.Exists(artefacts.PathOf(newest.Hash))
            ? new ExportContent(project, selection, DatasetAsync(project.Definition.Name, newest.Hash, cancellation))
            : Fault.Unavailable("dataset-broken", "The dataset's file is gone.", artefacts.PathOf(newest.Hash));
    }

    private async IAsyncEnumerable<ExchangeItem> RecordsAsync(
        Project project, ExportSelection selection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await foreach (var page in records.ReadAsync(project.Name, cancellation).Chunk(PageRows).WithCancellation(cancellation))
        {
            var sayings = await ExportSayings.OfAsync(connection, project.Name, [.. page.Select(record => record.Id)], cancellation);
            foreach (var record in page)
            {
                var item = ItemOf(project.Name, record) with { Split = SplitAssignment.Of(record.GroupHash, project.Split).ToString().ToLowerInvariant() };
                var whole = sayings.AddTo(item);
                switch (selection)
                {
                    case ExportSelection.Labels:
                        foreach (var proposal in whole.Proposals) yield return item with { Proposals = [proposal] };
                        break;
                    case ExportSelection.Annotations:
                        foreach (var annotation in whole.Annotations) yield return item with { Annotations = [annotation] };
                        break;
                    default:
                        yield return whole;
                        break;
                }
            }
        }
    }

    private async IAsyncEnumerable<ExchangeItem> DatasetAsync(string project, string hash, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in File.ReadLinesAsync(artefacts.PathOf(hash), cancellation).Skip(1))
        {
            var row = Json.Read<DatasetRow>(line);
            yield return new()
            {
                Project = project,
                Id = row.RecordId,
                Text = row.Text,
                Hash = ContentHash.Of(row.Text),
                Gold = row.Source == LabelSource.Gold ? row.Label : null,
                Split = row.Split.ToString().ToLowerInvariant(),
                Row = new(row.Label, row.Source.ToString().ToLowerInvariant(), row.By, row.Confidence, row.SuggestionShown),
            };
        }
    }

    private static ExchangeItem ItemOf(string project, Record record) => new()
    {
        Project = project,
        Id = record.Id,
        Text = record.Text,
        Hash = record.Hash,
        Fields = record.Fields.Count == 0 ? null : record.Fields,
        Gold = record.Gold,
    };
}
