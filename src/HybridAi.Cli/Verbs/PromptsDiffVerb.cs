using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Prompts;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai prompts diff</c>: two prompts, versions of one, or whole folders: what they take, set and ask for, then line by line.</summary>
internal static class PromptsDiffVerb
{
    private const int LinesAround = 2;

    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A prompt's name, a file, or a folder of prompts." };
        var second = new Argument<string>("second") { Description = "Another." };
        return Verb.Unstored("diff", "What is different between two prompts, files or folders: variables, settings, schema, wording.", (stages, parsed, _) =>
        {
            var (left, right) = (parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            return Task.FromResult(Directory.Exists(left) || Directory.Exists(right)
                ? CompareFolders(left, right)
                : ComparePrompts(stages.Get<PromptLibrary>(), left, right));
        }, first, second);
    }

    private static Fault? ComparePrompts(PromptLibrary prompts, string left, string right)
    {
        if (!Read(prompts, left).Succeeded(out var before, out var fault)) return fault;
        if (!Read(prompts, right).Succeeded(out var after, out fault)) return fault;
        if (before.Source == after.Source) Output.Line($"{left} and {right} are the same.");
        else Show(left, before, right, after);
        return null;
    }

    private static Fault? CompareFolders(string left, string right)
    {
        if (!Directory.Exists(left) || !Directory.Exists(right))
            return Fault.BadInput("prompts-not-alike", $"A folder is compared with a folder: '{(Directory.Exists(left) ? right : left)}' is none.");
        if (!PromptLibrary.Load(Path.GetFullPath(left)).Succeeded(out var before, out var fault)) return fault;
        if (!PromptLibrary.Load(Path.GetFullPath(right)).Succeeded(out var after, out fault)) return fault;
        foreach (var name in before.Names.Union(after.Names).Order(StringComparer.Ordinal))
        {
            if (!after.Find(name).Succeeded(out var now, out _)) Output.Line($"{name}: only in {left}");
            else if (!before.Find(name).Succeeded(out var then, out _)) Output.Line($"{name}: only in {right}");
            else if (then.Source == now.Source) Output.Line($"{name}: the same");
            else Show(Path.Combine(left, name), then, Path.Combine(right, name), now);
        }

        return null;
    }

    private static Outcome<Prompt> Read(PromptLibrary prompts, string nameOrFile)
    {
        if (prompts.Find(nameOrFile).Succeeded(out var prompt, out var unknown)) return prompt;
        return File.Exists(nameOrFile) ? PromptLibrary.Read(nameOrFile) : unknown with { Reason = $"{unknown.Reason} There is no such file either." };
    }

    private static void Show(string left, Prompt before, string right, Prompt after)
    {
        Output.Line($"--- {left}");
        Output.Line($"+++ {right}");
        foreach (var change in PromptDiff.Of(before, after)) Output.Line($"{change.What}: {change.Before ?? "none"} → {change.After ?? "none"}");
        var lines = LineDiff.Of(before.Source, after.Source);
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
