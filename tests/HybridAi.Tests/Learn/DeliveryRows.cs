using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Tests.Learn;

/// <summary>The invented deliveries of the sample data, as datasets of both tabular kinds.</summary>
internal static class DeliveryRows
{
    private static readonly Lazy<IReadOnlyList<string[]>> File = new(() =>
        [.. System.IO.File.ReadLines(Repository.Path("data", "deliveries.csv")).Skip(1).Select(line => line.Split(','))]);

    /// <summary>Minutes late.</summary>
    public static Project Delays { get; } = ProjectFile.Read(Repository.Path("data", "delays.yaml")).Value;

    /// <summary>Late or in time.</summary>
    public static Project Outcomes { get; } = Delays with
    {
        Name = "outcomes", Kind = ProjectKind.TabularClassification, LabelField = "outcome", Target = null, Guideline = null, Labels = [new("in time", ""), new("late", "over 25 minutes")],
    };

    /// <summary>All rows, as a text each, with the delay and the outcome.</summary>
    public static IReadOnlyList<(string Text, string Delay, string Outcome)> All { get; } =
    [
        .. File.Value.Select(cells => (RowText.Of(Delays)!.Write([.. cells[1..8].Select(cell => cell.Length == 0 ? null : cell)]), cells[8], cells[9])),
    ];

    /// <summary>A dataset of the first rows.</summary>
    public static Dataset Dataset(Project project, int train = 150, int test = 60, Func<(string Text, string Delay, string Outcome), bool>? only = null)
    {
        var rows = All.Where(row => only?.Invoke(row) != false).Take(train + test).Select((row, place) => Row(row.Text, LabelOf(project, row), place < train ? Split.Train : Split.Test, place));
        return Of(project, [.. rows]);
    }

    public static Dataset Of(Project project, IReadOnlyList<DatasetRow> rows) => new(
        new(ContentHash.OfJson(rows), project.Name, 1, [.. project.Labels.Select(label => label.Name)], new Dictionary<Split, int>(), new Dictionary<LabelSource, int>(), 1, DateTimeOffset.UnixEpoch)
        {
            Columns = project.Columns, Scale = project.Scale,
        },
        rows);

    public static string LabelOf(Project project, (string Text, string Delay, string Outcome) row) => project.Scale is null ? row.Outcome : row.Delay;

    public static DatasetRow Row(string text, string label, Split split, int place)
        => new(string.Create(CultureInfo.InvariantCulture, $"{split}{place}"), text, label, split, LabelSource.Gold, "file", 1, SuggestionShown: false);
}
