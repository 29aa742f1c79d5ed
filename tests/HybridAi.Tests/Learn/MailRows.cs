using HybridAi.Curate.Datasets;
using HybridAi.Storage;

namespace HybridAi.Tests.Learn;

/// <summary>
/// Invented messages. Single words stand under every label alike; only their order tells the labels apart, which word counts can't see
/// and word pairs can.
/// </summary>
internal static class MailRows
{
    private static readonly Dictionary<string, (string First, string Second)[]> Pairs = new()
    {
        ["bill"] = [("pay", "open"), ("due", "late"), ("code", "tax")],
        ["login"] = [("open", "late"), ("tax", "due"), ("pay", "code")],
        ["parcel"] = [("late", "pay"), ("tax", "open"), ("code", "due")],
    };

    /// <summary>A dataset whose labels word pairs decide.</summary>
    public static Dataset Dataset(int train = 240, int test = 120, int seed = 1, string[]? labels = null)
        => Of([.. Rows(Split.Train, train, seed, labels), .. Rows(Split.Test, test, seed + 1_000, labels)]);

    public static Dataset Of(IReadOnlyList<DatasetRow> rows, string project = "mail") => new(
        new(ContentHash.OfJson(rows), project, 1, [.. Pairs.Keys], new Dictionary<Split, int>(), new Dictionary<LabelSource, int>(), 1, DateTimeOffset.UnixEpoch), rows);

    public static DatasetRow Row(string id, string text, string label, Split split, LabelSource source = LabelSource.Gold)
        => new(id, text, label, split, source, "file", 1, SuggestionShown: false);

    /// <summary>Rows whose text says nothing about their label.</summary>
    public static IEnumerable<DatasetRow> Noise(Split split, int count, int seed)
    {
        var random = new Random(seed);
        string[] labels = [.. Pairs.Keys];
        return Enumerable.Range(0, count).Select(i => Row($"n{split}{i}", $"word{random.Next(50)} word{random.Next(50)} number {i}", labels[random.Next(3)], split));
    }

    private static IEnumerable<DatasetRow> Rows(Split split, int count, int seed, string[]? labels)
    {
        var random = new Random(seed);
        labels ??= [.. Pairs.Keys];
        for (var i = 0; i < count; i++)
        {
            var label = labels[i % labels.Length];
            var (first, second) = Pairs[label][random.Next(3)];
            yield return Row($"{split}{i}", $"no{random.Next(900)} {first} {second} x{random.Next(900)}", label, split);
        }
    }
}
