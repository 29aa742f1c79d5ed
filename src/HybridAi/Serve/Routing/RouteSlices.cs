using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Which protected parts of the inputs rows belong to: each value of a field that their records kept, or of a category column of their rows, is a slice,
/// named <c>field=value</c>. A record without the field belongs to none of its slices.
/// </summary>
public sealed class RouteSlices(RecordStore records)
{
    /// <summary>More slices than this are refused: each takes its part of the error that may be made, until nothing can be shown of any.</summary>
    public const int Most = 50;

    /// <summary>The slices of the rows, by record.</summary>
    /// <param name="project">The project.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="fields">The fields; none: no row is in a slice.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The slices, or a fault: <c>slice-field-unknown</c>, <c>slices-too-many</c>.</returns>
    public async Task<Outcome<IReadOnlyDictionary<string, IReadOnlyList<string>>>> OfAsync(
        Project project, IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var slices = new Dictionary<string, IReadOnlyList<string>>();
        if (fields.Count == 0) return slices;
        var wanted = rows.Select(row => row.RecordId).ToHashSet();
        var inputs = RowText.Of(project);
        var known = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (!wanted.Contains(record.Id)) continue;
            var values = ValuesOf(record, inputs);
            known.UnionWith(values.Keys);
            slices[record.Id] = [.. fields.Distinct().Where(values.ContainsKey).Select(field => $"{field}={values[field]}")];
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

    private static IReadOnlyDictionary<string, string> ValuesOf(Record record, RowText? inputs)
    {
        if (inputs is null) return record.Fields;
        var (values, cells) = (new Dictionary<string, string>(record.Fields), new string?[inputs.Columns.Count]);
        inputs.TryRead(record.Text, cells);
        foreach (var (place, column) in inputs.Columns.Index())
            if (column.Type == ColumnType.Category && cells[place] is { } cell)
                values[column.Name] = cell;
        return values;
    }
}
