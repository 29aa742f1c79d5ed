namespace HybridAi.Curate.Labelling;

/// <summary>What decides a labeller's answers, by name and hash, for the journal.</summary>
/// <param name="Model">The model that it asks; null: none.</param>
/// <param name="PromptHash">The prompt's hash; null: it has none.</param>
/// <param name="SettingsHash">Hash of the prompt's and the labeller's settings; null: it has none.</param>
public sealed record LabellerProvenance(string? Model, string? PromptHash, string? SettingsHash)
{
    /// <summary>Of a labeller that asks nobody: its version says all.</summary>
    public static LabellerProvenance None { get; } = new(null, null, null);
}
