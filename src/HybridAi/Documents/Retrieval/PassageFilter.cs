namespace HybridAi.Documents.Retrieval;

/// <summary>Which documents a query may look at.</summary>
internal static class PassageFilter
{
    /// <summary>Whether the query names anything that a document could fail.</summary>
    public static bool IsOpen(PassageQuery query) => query is { Readers: null, Tags.Count: 0, NotBefore: null, NotAfter: null };

    /// <summary>Whether a version is among what the query may see.</summary>
    public static bool Admits(PassageQuery query, DocumentVersion version)
        => (query.Readers is null || version.Readers.Count == 0 || Share(version.Readers, query.Readers))
            && (query.Tags.Count == 0 || Share(version.Tags, query.Tags))
            && (query.NotBefore is null || version.AsOf >= query.NotBefore)
            && (query.NotAfter is null || version.AsOf <= query.NotAfter);

    private static bool Share(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        foreach (var name in one)
            if (other.Contains(name, StringComparer.Ordinal))
                return true;
        return false;
    }
}
