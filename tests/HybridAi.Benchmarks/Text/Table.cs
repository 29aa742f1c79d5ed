using System.Text;
using System.Text.Json;

namespace HybridAi.Benchmarks.Text;

/// <summary>Texts with their labels, read from a CSV file with a header or from JSON lines.</summary>
internal sealed record Table(IReadOnlyList<string> Texts, IReadOnlyList<string> Labels)
{
    public static Table Read(string path, string text, string label) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadJsonLines(path, text, label) : ReadCsv(path, text, label);

    private static Table ReadJsonLines(string path, string text, string label)
    {
        var rows = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        return new Table([.. rows.Select(row => Value(row, text))], [.. rows.Select(row => Value(row, label))]);
    }

    private static string Value(JsonElement row, string property) => row.GetProperty(property).GetString() ?? "";

    private static Table ReadCsv(string path, string text, string label)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        var textAt = rows[0].IndexOf(text);
        var labelAt = rows[0].IndexOf(label);
        if (textAt < 0 || labelAt < 0) throw new InvalidDataException($"{path} has no column '{(textAt < 0 ? text : label)}'.");
        return new Table([.. rows.Skip(1).Select(row => row[textAt])], [.. rows.Skip(1).Select(row => row[labelAt])]);
    }

    /// <summary>RFC 4180: quotes may hold commas, line breaks and doubled quotes.</summary>
    private static IEnumerable<List<string>> Rows(string content)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < content.Length; i++)
        {
            var unit = content[i];
            if (quoted && unit == '"' && i + 1 < content.Length && content[i + 1] == '"') cell.Append(content[++i]);
            else if (unit == '"') quoted = !quoted;
            else if (quoted || (unit != ',' && unit != '\n' && unit != '\r')) cell.Append(unit);
            else if (unit != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (unit == ',') continue;
                yield return row;
                row = [];
            }
        }

        if (cell.Length == 0 && row.Count == 0) yield break;
        row.Add(cell.ToString());
        yield return row;
    }
}
