using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

/// <summary>A small made-up support desk: enough to learn from, quick to train on.</summary>
internal static class Tickets
{
    public static readonly string[] Labels = ["billing", "delivery", "login"];

    private static readonly string[][] Phrases =
    [
        ["charged twice", "refund my invoice", "wrong amount on the bill", "payment failed", "card was declined", "cancel the subscription fee"],
        ["parcel has not arrived", "courier lost the box", "tracking is stuck", "package came damaged", "wrong address on the label", "late shipment"],
        ["cannot sign in", "password reset mail never comes", "account is locked", "two factor code rejected", "forgot my username", "login page is blank"],
    ];

    private static readonly string[] Openings = ["Hello,", "Please help:", "Hi there", "URGENT!", "Good morning, I think", "For the third time:"];

    public static (List<string> Texts, List<int> Labels) Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(row => row % Labels.Length).ToList();
        return ([.. labels.Select(label => $"{Pick(Openings)} {Pick(Phrases[label])} and {Pick(Phrases[label])} {random.Next(100)}")], labels);

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    public static TextClassifier Train(int count = 120, TextClassifierSettings? settings = null)
    {
        var (texts, labels) = Rows(count);
        return TextClassifierTrainer.Train(texts, labels, Labels, settings ?? new TextClassifierSettings(), null, default);
    }

    public static byte[] Saved(TextClassifier model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.ToArray();
    }
}
