using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Which protected parts of the inputs rows belong to: each value of a field that their records kept is a slice, named <c>field=value</c>. A record without the
/// field belongs to none of its slices.
/// </summary>
public sealed class RouteSlices(RecordStore records)
{
    /// <summary>More slices than this are refused: each takes its part of the error that may be made, until nothing can be shown of any.</summary>
    public const int Most = 50;

    /// <summary>The slices of the rows, by record.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="fields">The fields; none: no row is in a slice.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The slices, or a fault: <c>slice-field-unknown</c>, <c>slices-too-many</c>.</returns>
    public async Task<Outcome<IReadOnlyDictionary<string, IReadOnlyList<string>>>> OfAsync(
        string project, IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var slices = new Dictionary<string, IReadOnlyList<string>>();
        if (fields.Count == 0) return slices;
        var wanted = rows.Select(row => row.RecordId).ToHashSet();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var record in records.ReadAsync(project, cancellation))
        {
            if (!wanted.Contains(record.Id)) continue;
            known.UnionWith(record.Fields.Keys);
            slices[record.Id] = [.. fields.Distinct().Where(record.Fields.ContainsKey).Select(field => $"{field}={record.Fields[field]}")];
        }

        if (fields.FirstOrDefault(field => !known.Contains(field)) is { } missing)
        {
            var those = known.Count == 0 ? "They have no fields beside text and label" : $"They have {string.Join(", ", known)}";
            return Fault.BadInput("slice-field-unknown", $"None of the reviewed held-out records has a field '{missing}'. {those}.", missing);
        }

        return slices.Values.SelectMany(of => of).Distinct().Count() is var count and > Most
            ? Fault.BadInput("slices-too-many", $"{string.Join(", ", fields)} make {count} slices; at most {Most} can be protected: take a field with fewer values.")
            : slices;
    }
}
