using System.Text;
using System.Text.Json;

namespace HybridAi.Tests.Learning;

/// <summary>Public data sets that lie beside the repository; tests on them are skipped where they don't.</summary>
internal static class SharedData
{
    public static string PathOrSkip(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(candidate)) return candidate;
        }

        Assert.Skip($"No folder above the tests holds shared/data/{relative}.");
        return relative;
    }

    /// <summary>Text and label columns of a CSV file with a header and RFC 4180 quotes.</summary>
    public static (List<string> Texts, List<string> Labels) Csv(string relative)
    {
        var rows = Rows(File.ReadAllText(PathOrSkip(relative))).Skip(1).ToList();
        return ([.. rows.Select(row => row[0])], [.. rows.Select(row => row[1])]);
    }

    /// <summary>One part of CLINC150: a list of [text, intent].</summary>
    public static (List<string> Texts, List<string> Labels) Clinc(string part)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOrSkip("clinc150/data_full.json")));
        var rows = document.RootElement.GetProperty(part).EnumerateArray().ToList();
        return ([.. rows.Select(row => row[0].GetString()!)], [.. rows.Select(row => row[1].GetString()!)]);
    }

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
            else if (quoted || unit is not (',' or '\n' or '\r')) cell.Append(unit);
            else if (unit != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (unit == ',') continue;
                yield return row;
                row = [];
            }
        }
    }
}
