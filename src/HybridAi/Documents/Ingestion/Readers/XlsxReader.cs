using System.Globalization;
using System.Xml.Linq;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Workbooks: each sheet under its name, its first row above the others. Hidden sheets, rows and columns are no part of it.</summary>
internal sealed class XlsxReader : IDocumentReader
{
    private const int MostColumns = 1_000;

    private static readonly XNamespace S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly DateTime DayNought = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    /// <inheritdoc/>
    public string Name => "xlsx";

    /// <inheritdoc/>
    public Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
        => Task.Run(() => Read(stream, limits, cancellation), cancellation);

    private static Outcome<ReadDocument> Read(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        const string Root = "xl/workbook.xml";
        if (!PackedParts.Open(stream, limits, cancellation).Succeeded(out var parts, out var fault)) return fault;
        using (parts)
        {
            var builder = new DocumentTextBuilder(limits);
            parts.TellOf(builder);
            var relations = parts.Relations(Root);
            var shared = (parts.Xml("xl/sharedStrings.xml")?.Elements(S + "si") ?? []).Select(Plain).ToList();
            var dates = Dates(parts.Xml("xl/styles.xml"));
            foreach (var sheet in parts.Xml(Root)?.Descendants(S + "sheet") ?? [])
            {
                cancellation.ThrowIfCancellationRequested();
                if ((string?)sheet.Attribute(R + "id") is not { } id || !relations.TryGetValue(id, out var path) || parts.Xml(path) is not { } content) continue;
                if ((string?)sheet.Attribute("state") is "hidden" or "veryHidden") builder.TookOut(new TextHygiene(HiddenElements: 1));
                else Sheet((string?)sheet.Attribute("name") ?? "", content, shared, dates, builder);
            }

            return builder.Build();
        }
    }

    private static void Sheet(string name, XElement sheet, List<string> shared, HashSet<int> dates, DocumentTextBuilder builder)
    {
        builder.Heading(1, name);
        var hiddenColumns = sheet.Descendants(S + "col").Where(IsHidden)
            .SelectMany(column => Enumerable.Range((int?)column.Attribute("min") ?? 1, Math.Clamp(((int?)column.Attribute("max") ?? 1) - ((int?)column.Attribute("min") ?? 1) + 1, 0, MostColumns)))
            .ToHashSet();
        var hidden = hiddenColumns.Count > 0 ? 1 : 0;
        var first = true;
        foreach (var row in sheet.Descendants(S + "row"))
        {
            if (builder.IsFull) return;
            if (IsHidden(row))
            {
                hidden++;
                continue;
            }

            var cells = Cells(row, hiddenColumns, shared, dates);
            if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            builder.Row(cells, first && cells.Count(cell => cell.Length > 0) > 1);
            first = false;
        }

        builder.EndTable();
        builder.TookOut(new TextHygiene(HiddenElements: hidden));
    }

    private static List<string> Cells(XElement row, HashSet<int> hidden, List<string> shared, HashSet<int> dates)
    {
        var cells = new List<string>();
        var next = 1;
        foreach (var cell in row.Elements(S + "c"))
        {
            var column = ColumnOf((string?)cell.Attribute("r")) ?? next;
            if (column > MostColumns) break;
            for (; next < column; next++)
                if (!hidden.Contains(next)) cells.Add("");
            if (!hidden.Contains(column)) cells.Add(Value(cell, shared, dates));
            next = column + 1;
        }

        return cells;
    }

    private static string Value(XElement cell, List<string> shared, HashSet<int> dates)
    {
        var value = cell.Element(S + "v")?.Value ?? "";
        switch ((string?)cell.Attribute("t"))
        {
            case "s":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : "";
            case "inlineStr":
                return cell.Element(S + "is") is { } inline ? Plain(inline) : "";
            case "b":
                return value == "1" ? "TRUE" : "FALSE";
            case "str" or "e" or "d":
                return value;
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return value;
        if (!dates.Contains((int?)cell.Attribute("s") ?? 0)) return number.ToString("0.##########", CultureInfo.InvariantCulture);
        if (number is < 0 or > 2_958_465) return value;
        var moment = DayNought.AddDays(number);
        return moment.ToString(moment.TimeOfDay.TotalSeconds < 1 ? "yyyy-MM-dd" : number < 1 ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    // The cell styles whose number is a day or a time.
    private static HashSet<int> Dates(XElement? styles)
    {
        var own = (styles?.Descendants(S + "numFmt") ?? [])
            .Where(format => IsDate((string?)format.Attribute("formatCode") ?? "")).Select(format => (int?)format.Attribute("numFmtId") ?? -1).ToHashSet();
        return [.. (styles?.Element(S + "cellXfs")?.Elements() ?? [])
            .Select((style, i) => (Format: (int?)style.Attribute("numFmtId") ?? 0, Index: i))
            .Where(style => style.Format is (>= 14 and <= 22) or (>= 45 and <= 47) || own.Contains(style.Format)).Select(style => style.Index)];
    }

    private static bool IsDate(string format)
    {
        var (quoted, found) = (false, false);
        foreach (var unit in format)
        {
            if (unit is '"' or '[' or ']') quoted = unit == '[' || (unit == '"' && !quoted);
            else if (!quoted && unit is 'y' or 'd' or 'h' or 'm' or 's') found = true;
        }

        return found && !format.Contains('#', StringComparison.Ordinal) && !format.Contains("0.0", StringComparison.Ordinal);
    }

    private static string Plain(XElement text) => string.Concat(text.Descendants(S + "t").Where(piece => piece.Parent?.Name != S + "rPh").Select(piece => piece.Value));

    private static bool IsHidden(XElement element) => (string?)element.Attribute("hidden") is "1" or "true";

    private static int? ColumnOf(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var unit in reference)
        {
            if (!char.IsAsciiLetterUpper(unit) || column > MostColumns) break;
            column = column * 26 + unit - 'A' + 1;
        }

        return column == 0 ? null : column;
    }
}
