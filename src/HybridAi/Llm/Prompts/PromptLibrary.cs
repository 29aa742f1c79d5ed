using System.Collections.Frozen;

namespace HybridAi.Llm.Prompts;

/// <summary>The prompts of a folder, each read and checked when the program starts.</summary>
public sealed class PromptLibrary
{
    private readonly FrozenDictionary<string, Prompt> _prompts;

    private PromptLibrary(IEnumerable<Prompt> prompts) => _prompts = prompts.ToFrozenDictionary(prompt => prompt.Name, StringComparer.Ordinal);

    /// <summary>The names of the prompts.</summary>
    public IReadOnlyCollection<string> Names => _prompts.Keys;

    /// <summary>
    /// Loads every <c>*.yaml</c> of the folder, or says all that is wrong in them, a line each with file, line and reason. A relative folder
    /// stands beside the program.
    /// </summary>
    public static Outcome<PromptLibrary> Load(string directory)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, directory);
        if (!Directory.Exists(folder)) return Fault.NotFound("prompts-missing", "There is no such folder of prompts.", folder);
        var read = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(PromptFile.Read).ToList();
        if (read.Count == 0) return Fault.NotFound("prompts-missing", "The folder holds no *.yaml.", folder);
        var faults = read.Where(prompt => prompt.Fault is not null).Select(prompt => prompt.Fault!.Reason).ToList();
        return faults.Count == 0
            ? new PromptLibrary(read.Select(prompt => prompt.Value))
            : Fault.BadInput("prompts-invalid", string.Join('\n', faults), folder);
    }

    /// <summary>A prompt out of a file of any name, another version of one of these for instance; or all that is wrong with it.</summary>
    public static Outcome<Prompt> Read(string file) => PromptFile.Read(file, named: false);

    /// <summary>The prompt of this name, or a fault that names the ones there are.</summary>
    public Outcome<Prompt> Find(string name) => _prompts.TryGetValue(name, out var prompt)
        ? prompt
        : Fault.NotFound("prompt-unknown", $"There is no prompt '{name}'. Known: {string.Join(", ", _prompts.Keys.Order(StringComparer.Ordinal))}.");
}
