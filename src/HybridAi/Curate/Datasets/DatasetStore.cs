using Dapper;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Datasets;

/// <summary>
/// The frozen datasets: the rows as an artefact (JSON lines: a head, then the rows), the manifest in the database. The hash names rows,
/// labels and project version, and no moment: freezing the same labels twice gives one dataset.
/// </summary>
public sealed class DatasetStore(IDatabase database, ArtefactStore artefacts, TimeProvider clock)
{
    /// <summary>Writes the rows and the manifest.</summary>
    /// <returns>The dataset, or a fault that names the folder when the disk can't be written; nothing is left half-written.</returns>
    public async Task<Outcome<Dataset>> SaveAsync(ProjectVersion project, IReadOnlyList<DatasetRow> rows, CancellationToken cancellation)
    {
        var head = new Head(project.Definition.Name, project.Version, [.. project.Definition.Labels.Select(label => label.Name)]);
        string hash;
        try
        {
            hash = await artefacts.WriteAsync((stream, token) => WriteAsync(stream, head, rows, token), cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Fault.Unavailable("dataset-not-written", $"The dataset could not be written, nothing was kept of it: {refused.Message}", artefacts.Root);
        }

        var manifest = new DatasetManifest(
            hash, head.Project, head.ProjectVersion, head.Labels, CountBy(rows, row => row.Split), CountBy(rows, row => row.Source),
            rows.Count(row => row.Reviewed) / (double)rows.Count, clock.GetUtcNow())
        {
            Columns = project.Definition.Columns, Scale = project.Definition.Scale,
        };
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO datasets (hash, project, manifest, created_at) VALUES (@Hash, @Project, @Manifest, @CreatedAt) ON CONFLICT DO NOTHING",
            new { manifest.Hash, manifest.Project, Manifest = Json.Write(manifest), manifest.CreatedAt }, cancellationToken: cancellation));
        return new Dataset(manifest, rows);
    }

    /// <summary>The project's manifests, newest first.</summary>
    public async Task<IReadOnlyList<DatasetManifest>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var manifests = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT manifest FROM datasets WHERE project = @project ORDER BY created_at DESC, hash", new { project }, cancellationToken: cancellation));
        return [.. manifests.Select(Json.Read<DatasetManifest>)];
    }

    /// <summary>The dataset of this hash, or of the hash that begins like this; null: the newest.</summary>
    /// <returns>The dataset, or a fault: none there, several begin so, the file is gone or was changed.</returns>
    public async Task<Outcome<Dataset>> LoadAsync(string project, string? hash, CancellationToken cancellation)
    {
        var all = await ListAsync(project, cancellation);
        var matches = hash is null ? all.Take(1).ToList() : [.. all.Where(manifest => manifest.Hash.StartsWith(hash, StringComparison.Ordinal))];
        if (matches.Count > 1) return Fault.BadInput("dataset-ambiguous", $"{matches.Count} datasets of '{project}' begin with '{hash}': give more of the hash.");
        if (matches.Count == 0)
        {
            return Fault.NotFound("dataset-unknown", hash is null
                ? $"'{project}' has no dataset yet: freeze one first."
                : $"'{project}' has no dataset '{hash}'.");
        }

        try
        {
            using var reader = new StreamReader(await artefacts.OpenAsync(matches[0].Hash, cancellation));
            await reader.ReadLineAsync(cancellation);
            var rows = new List<DatasetRow>();
            while (await reader.ReadLineAsync(cancellation) is { } line) rows.Add(Json.Read<DatasetRow>(line));
            return new Dataset(matches[0], rows);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return Fault.Unavailable("dataset-broken", broken.Message, artefacts.PathOf(matches[0].Hash));
        }
    }

    /// <summary>
    /// The datasets that hold the record, newest first, each with the record's row. Reads the frozen files line by line, of which only those that name the
    /// record are taken apart; a file that is gone is passed over.
    /// </summary>
    public async Task<IReadOnlyList<(DatasetManifest Manifest, DatasetRow Row)>> HoldersAsync(string project, string recordId, CancellationToken cancellation)
    {
        var named = Json.Write(recordId);
        var holders = new List<(DatasetManifest, DatasetRow)>();
        foreach (var manifest in await ListAsync(project, cancellation))
        {
            if (!File.Exists(artefacts.PathOf(manifest.Hash))) continue;
            await foreach (var line in File.ReadLinesAsync(artefacts.PathOf(manifest.Hash), cancellation).Skip(1))
            {
                if (!line.Contains(named, StringComparison.Ordinal) || Json.Read<DatasetRow>(line) is not { } row || row.RecordId != recordId) continue;
                holders.Add((manifest, row));
                break;
            }
        }

        return holders;
    }

    private static async Task WriteAsync(Stream stream, Head head, IReadOnlyList<DatasetRow> rows, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync(Json.Write(head).AsMemory(), cancellation);
        foreach (var row in rows) await writer.WriteLineAsync(Json.Write(row).AsMemory(), cancellation);
    }

    private static Dictionary<TKey, int> CountBy<TKey>(IReadOnlyList<DatasetRow> rows, Func<DatasetRow, TKey> key)
        where TKey : struct, Enum
        => rows.CountBy(key).OrderBy(pair => pair.Key).ToDictionary();

    private sealed record Head(string Project, long ProjectVersion, IReadOnlyList<string> Labels);
}
