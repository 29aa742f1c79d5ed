namespace HybridAi.Documents.Ingestion;

/// <summary>What a reader made of a file.</summary>
/// <param name="Text">The normalised text with its blocks.</param>
/// <param name="Hygiene">What was taken out of it.</param>
/// <param name="Remarks">What a person should know about how it was read.</param>
public sealed record ReadDocument(DocumentText Text, TextHygiene Hygiene, IReadOnlyList<string> Remarks)
{
    /// <summary>Files that came inside of this one, not read yet.</summary>
    public IReadOnlyList<AttachedFile> Attachments { get; init; } = [];
}

/// <summary>A file that came inside of another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record AttachedFile(string Name, byte[] Content);
