using System.Collections.Concurrent;

namespace HybridAi.Llm.Prompts;

/// <summary>The folders of prompts that a host has read, each once: checking the settings and serving them would otherwise compile every template anew.</summary>
public sealed class PromptFolders
{
    private readonly ConcurrentDictionary<string, Outcome<PromptLibrary>> _read = new(StringComparer.Ordinal);

    /// <inheritdoc cref="PromptLibrary.Load"/>
    public Outcome<PromptLibrary> Load(string directory) => _read.GetOrAdd(directory, PromptLibrary.Load);
}
