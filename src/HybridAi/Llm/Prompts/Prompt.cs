using System.Text.Json;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Prompts;

/// <summary>A value that a prompt takes.</summary>
/// <param name="Name">Its name in the template.</param>
/// <param name="Required">Whether the prompt makes no sense without it.</param>
public sealed record PromptVariable(string Name, bool Required);

/// <summary>How a prompt wants its model set; null leaves it to the model.</summary>
/// <param name="Temperature">0: the likeliest answer every time.</param>
/// <param name="MaxTokens">The longest answer, in tokens.</param>
public sealed record PromptSettings(float? Temperature, int? MaxTokens);

/// <summary>A prompt file, read and checked. Its roles come from the file alone: a value can fill a message and never start one.</summary>
public sealed class Prompt
{
    private readonly IReadOnlyList<PromptMessage> _messages;

    internal Prompt(
        string name,
        string version,
        string source,
        IReadOnlyList<PromptVariable> variables,
        PromptSettings settings,
        JsonElement outputSchema,
        IReadOnlyList<PromptMessage> messages)
    {
        (Name, Version, Source, Hash, Variables, Settings) = (name, version, source, ContentHash.Of(source), variables, settings);
        (OutputSchema, _messages) = (outputSchema, messages);
    }

    /// <summary>Its name, such as <c>label_text</c>.</summary>
    public string Name { get; }

    /// <summary>Its version, as the file's first line says.</summary>
    public string Version { get; }

    /// <summary>The file's text, with line feeds between its lines.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the file: part of the provenance of every answer.</summary>
    public string Hash { get; }

    /// <summary>The values that it takes.</summary>
    public IReadOnlyList<PromptVariable> Variables { get; }

    /// <summary>How it wants its model set.</summary>
    public PromptSettings Settings { get; }

    /// <summary>The JSON schema of what it asks for; <c>{"type": "string"}</c> where that is free text.</summary>
    public JsonElement OutputSchema { get; }

    /// <summary>The messages with these values in place, or a fault that names a missing or unknown value.</summary>
    public Outcome<IReadOnlyList<ChatMessage>> Render(IReadOnlyDictionary<string, object?> values)
    {
        foreach (var variable in Variables)
            if (variable.Required && values.GetValueOrDefault(variable.Name) is null)
                return Fault.BadInput("prompt-value-missing", $"The prompt '{Name}' needs the value '{variable.Name}'.");
        foreach (var name in values.Keys)
            if (!Variables.Any(variable => variable.Name == name))
                return Fault.BadInput("prompt-value-unknown", $"The prompt '{Name}' takes no value '{name}'.");
        return _messages.Select(message => new ChatMessage(message.Role, message.Fill(values))).ToArray();
    }

    /// <summary>Options that set a model as the prompt wants it.</summary>
    public ChatOptions Options() => new() { Temperature = Settings.Temperature, MaxOutputTokens = Settings.MaxTokens };
}
