using System.Text.Json;
using HybridAi.Learning.LabelErrors;

namespace HybridAi.Tests.Learning.LabelErrors;

/// <summary>Labels of one model in a file of recorded answers, the other models' as votes, and the gold.</summary>
internal sealed record RecordedLabels(IReadOnlyList<string> Texts, int[] Given, int[] Truth, DoubtRows Doubt)
{
    public static RecordedLabels Read(string path, string model)
    {
        var rows = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var models = rows[0].GetProperty("answers").EnumerateObject().Select(answer => answer.Name).ToList();
        string Said(JsonElement row, string by) => row.GetProperty("answers").GetProperty(by).GetProperty("label").GetString()!;
        var gold = rows.Select(row => row.GetProperty("gold").GetString()!).ToList();
        var names = models.SelectMany(by => rows.Select(row => Said(row, by))).Concat(gold).Distinct().Order(StringComparer.Ordinal).ToList();
        int[] Column(string by) => [.. rows.Select(row => names.IndexOf(Said(row, by)))];
        var texts = rows.Select(row => row.GetProperty("text").GetString()!).ToList();
        var given = Column(model);
        return new(texts, given, [.. gold.Select(label => names.IndexOf(label))], new DoubtRows(texts, given, names) { Votes = [.. models.Where(by => by != model).Select(Column)] });
    }
}
