using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Prompts;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai prompts diff</c>: two prompts, or a prompt and a file, line by line.</summary>
internal static class PromptsDiffVerb
{
    private const int LinesAround = 2;

    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A prompt's name or a file." };
        var second = new Argument<string>("second") { Description = "Another." };
        return Verb.Unstored("diff", "What is different between two prompts, or a prompt and a file.", async (stages, parsed, cancellation) =>
        {
            var prompts = stages.Get<PromptLibrary>();
            var (left, right) = (parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            if (!(await ReadAsync(prompts, left, cancellation)).Succeeded(out var before, out var fault)) return fault;
            if (!(await ReadAsync(prompts, right, cancellation)).Succeeded(out var after, out fault)) return fault;
            if (before == after) Output.Line($"{left} and {right} are the same.");
            else Show(left, right, LineDiff.Of(before, after));
            return null;
        }, first, second);
    }

    private static async Task<Outcome<string>> ReadAsync(PromptLibrary prompts, string nameOrFile, CancellationToken cancellation)
    {
        if (prompts.Find(nameOrFile).Succeeded(out var prompt, out var unknown)) return prompt.Source;
        return File.Exists(nameOrFile)
            ? (await File.ReadAllTextAsync(nameOrFile, cancellation)).ReplaceLineEndings("\n")
            : unknown with { Reason = $"{unknown.Reason} There is no such file either." };
    }

    private static void Show(string left, string right, IReadOnlyList<(LineChange Change, string Text)> lines)
    {
        Output.Line($"--- {left}");
        Output.Line($"+++ {right}");
        var skipped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var isNear = lines.Skip(Math.Max(0, i - LinesAround)).Take((2 * LinesAround) + 1 + Math.Min(0, i - LinesAround)).Any(line => line.Change != LineChange.Same);
            if (isNear) Output.Line($"{lines[i].Change switch { LineChange.Added => '+', LineChange.Removed => '-', _ => ' ' }}{lines[i].Text}");
            else if (!skipped) Output.Line("…");
            skipped = !isNear;
        }
    }
}
