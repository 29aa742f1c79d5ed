namespace HybridAi.Documents.Retrieval;

/// <summary>The index, or the model that makes its vectors, does not answer now; later it may.</summary>
/// <param name="reason">Why.</param>
/// <param name="cause">What broke; null where nothing did.</param>
public class PassageIndexUnavailableException(string reason, Exception? cause = null) : IOException(reason, cause);
