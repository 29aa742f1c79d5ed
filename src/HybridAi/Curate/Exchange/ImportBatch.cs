using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>Rows that go in together: their records first, then what labellers proposed, then what people said.</summary>
internal sealed class ImportBatch(
    IDatabase database, RecordStore records, LabelStore labels, ImportedReview review, ProjectVersion project, string importId, string source, DateTimeOffset now)
{
    public async Task SaveAsync(IReadOnlyList<ImportRow> rows, ImportTally tally, CancellationToken cancellation)
    {
        await SaveRecordsAsync(rows, tally, cancellation);
        await SaveLabelsAsync([.. rows.Where(row => row.Fault is null && row.Item.Proposals.Count > 0)], tally, cancellation);
        await review.SaveAsync(
            project, [.. rows.Where(row => row.Fault is null && (row.Item.Annotations.Count > 0 || row.Item.Decision is not null))], now, tally, cancellation);
    }

    private async Task SaveRecordsAsync(IReadOnlyList<ImportRow> rows, ImportTally tally, CancellationToken cancellation)
    {
        var there = await ThereAsync<RecordRow>(rows, "SELECT id, hash, gold FROM records WHERE project = @project AND id IN {0}", cancellation);
        var byId = there.ToDictionary(row => row.Id);
        var added = new List<(ImportRow Row, Record Record)>();
        foreach (var row in rows)
        {
            var (id, text, gold) = (row.Item.Id!, row.Item.Text, row.Item.Gold);
            if (byId.TryGetValue(id, out var known))
            {
                if ((text is not null && ContentHash.Of(text) != known.Hash) || (gold is not null && gold != known.Gold)) RejectTaken(row);
                continue;
            }

            if (text is null)
            {
                row.Reject("record-unknown", $"There is no record '{RowReader.Shorten(id, 60)}' in '{project.Definition.Name}', and the row brings no text.", "id");
                continue;
            }

            var record = new Record(
                id, text, row.Item.Fields ?? new Dictionary<string, string>(), gold, ContentHash.Of(text), ContentHash.Of(GroupText.Of(text)), null, source, row.Line);
            byId[id] = new() { Id = id, Hash = record.Hash, Gold = gold };
            added.Add((row, record));
        }

        if (added.Count == 0) return;
        var results = await records.AddAsync(project.Definition.Name, [.. added.Select(one => one.Record)], cancellation);
        for (var i = 0; i < results.Count; i++)
        {
            // Somebody else may have brought the same id meanwhile.
            if (results[i] == AddResult.IdTaken) RejectTaken(added[i].Row);
            if (results[i] is not (AddResult.Added or AddResult.AddedAsDuplicate)) continue;
            added[i].Row.IsNew = true;
            tally.Records++;
        }
    }

    private async Task SaveLabelsAsync(IReadOnlyList<ImportRow> rows, ImportTally tally, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        var there = await ThereAsync<LabelRow>(
            rows, "SELECT record_id, labeller, labeller_version, label FROM labels WHERE project = @project AND label IS NOT NULL AND record_id IN {0}", cancellation);
        var byKey = there.ToDictionary(row => (row.RecordId, row.Labeller, row.LabellerVersion), row => row.Label);
        var added = new List<Label>();
        foreach (var row in rows)
        {
            foreach (var proposal in row.Item.Proposals)
            {
                var version = proposal.LabellerVersion ?? "imported";
                if (byKey.TryGetValue((row.Item.Id!, proposal.Labeller, version), out var given))
                {
                    if (given != proposal.Label)
                        row.Reject("label-taken", $"'{RowReader.Shorten(proposal.Labeller, 60)}' of this version has proposed another label for this record.", "labeller");
                    continue;
                }

                byKey[(row.Item.Id!, proposal.Labeller, version)] = proposal.Label;
                row.IsNew = true;
                added.Add(new(
                    row.Item.Id!, proposal.Label, proposal.Confidence, proposal.Labeller, version, proposal.RunId ?? importId, proposal.Reason ?? "",
                    proposal.CostUsd, null, proposal.CreatedAt?.ToUniversalTime() ?? now));
            }
        }

        await labels.SaveAsync(project.Definition.Name, added, cancellation);
        tally.Labels += added.Count;
    }

    private async Task<IEnumerable<T>> ThereAsync<T>(IReadOnlyList<ImportRow> rows, string sql, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { project = project.Definition.Name });
        var ids = InList.Add(parameters, "id", rows.Select(row => row.Item.Id!).Distinct());
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QueryAsync<T>(new CommandDefinition(sql.Replace("{0}", ids, StringComparison.Ordinal), parameters, cancellationToken: cancellation));
    }

    private static void RejectTaken(ImportRow row) => row.Reject(
        "id-taken", $"The id '{RowReader.Shorten(row.Item.Id!, 60)}' belongs to a record with another text or trusted label, further up or brought before.", "id");

    private sealed class RecordRow
    {
        public string Id { get; init; } = "";
        public string Hash { get; init; } = "";
        public string? Gold { get; init; }
    }

    private sealed class LabelRow
    {
        public string RecordId { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string LabellerVersion { get; init; } = "";
        public string Label { get; init; } = "";
    }
}
