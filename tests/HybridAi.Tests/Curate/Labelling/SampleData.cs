using System.Runtime.CompilerServices;
using System.Text.Json;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Labelling;

/// <summary>The sample project of the repository, read as plainly as a test can.</summary>
internal static class SampleData
{
    public static string AnswersFile { get; } = InRepository("data/recorded-answers.jsonl");

    public static Project Project { get; } = ReadProject();

    public static IReadOnlyList<ReviewedText> Tickets { get; } =
    [
        .. File.ReadLines(InRepository("data/tickets.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(ticket => new ReviewedText(ticket.GetProperty("text").GetString()!, ticket.GetProperty("intent").GetString()!)),
    ];

    public static string InRepository(string path) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../..", path));

    private static string Here([CallerFilePath] string path = "") => path;

    private static Project ReadProject()
    {
        var lines = File.ReadAllLines(InRepository("data/project.yaml"));
        var labels = lines.SkipWhile(line => line != "labels:").Skip(1)
            .Select(line => line.Trim().Split(": ", 2)).Select(parts => new LabelDefinition(parts[0], parts[1]));
        return new Project("parcelwise-support", ProjectKind.TextClassification, "text", "intent", "id", [], "One intent a message.", [.. labels], new());
    }
}
