namespace HybridAi.Documents.Retrieval;

/// <summary>Another process has the embedded index open: it follows the documents by itself, and is the one to ask.</summary>
/// <param name="place">Where the index stands.</param>
public sealed class PassageIndexInUseException(string place) : PassageIndexUnavailableException($"Another process has the passage index {place} open.");
