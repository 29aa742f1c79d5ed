namespace HybridAi.Documents.Retrieval;

/// <summary>The index can't hold a version of a document, however often it is told; what it held before stands.</summary>
/// <param name="reason">Why.</param>
public sealed class PassagesRefusedException(string reason) : InvalidOperationException(reason);
