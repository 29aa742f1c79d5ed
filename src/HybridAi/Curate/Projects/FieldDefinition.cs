namespace HybridAi.Curate.Projects;

/// <summary>What a field holds.</summary>
public enum FieldType
{
    /// <summary>Words of the text, as they stand there.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A day, as <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of the field's choices.</summary>
    Choice,
}

/// <summary>One field that is taken out of a text.</summary>
/// <param name="Name">Its name in data and answers.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Definition">What belongs in it, in a sentence.</param>
/// <param name="Required">Whether a label without it is no label; otherwise it is null where the text doesn't say.</param>
/// <param name="Choices">The values of a choice; empty for other types.</param>
public sealed record FieldDefinition(string Name, FieldType Type, string Definition, bool Required, IReadOnlyList<string> Choices);
