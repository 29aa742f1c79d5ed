using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>What a tenant has at one moment. Searches hold one and see nothing of what changes meanwhile.</summary>
/// <param name="Segments">The segments without what was taken out.</param>
/// <param name="Pending">Versions that are in no segment yet: few, and compared one by one.</param>
internal sealed record PassageSnapshot(IReadOnlyList<SegmentView> Segments, IReadOnlyList<IndexedVersion> Pending)
{
    private readonly (IndexedVersion Version, int Passage)[] _loose
        = [.. Pending.SelectMany(version => Enumerable.Range(0, version.Passages.Count).Select(passage => (version, passage)))];

    public static PassageSnapshot Empty { get; } = new([], []);

    public int PendingPassages => _loose.Length;

    public LiveCounts Live => Pending.SelectMany(version => version.Terms).Aggregate(
        Segments.Aggregate(default(LiveCounts), (sum, view) => sum + view.Live), (sum, passage) => sum.With(passage));

    /// <summary>What a query may look at.</summary>
    public SearchParts For(PassageQuery query)
    {
        var live = Live;
        return new(
            [.. Segments.Select(view => new PostingsPart(view.Segment.Postings, view.HiddenFrom(query), view.Forgotten))],
            [.. _loose.Select(loose => new LoosePassage(loose.Version.Terms[loose.Passage], !PassageFilter.Admits(query, loose.Version.Version)))],
            live.Passages, live.Words, live.Grams);
    }

    /// <summary>The vectors of what a query may look at.</summary>
    public IReadOnlyList<VectorPart> Vectors(bool rounded)
        => [.. Segments.Select(view => new VectorPart(view.Segment.Vectors, rounded && view.Segment.Vectors.Count > 0 ? view.Segment.Rounded : null))];

    /// <summary>The vectors of the versions that are in no segment yet.</summary>
    public IReadOnlyList<float[]?> LooseVectors() => [.. _loose.Select(loose => loose.Version.Vectors?[loose.Passage])];

    public FoundPassage Read(Hit hit)
    {
        if (hit.Part == Segments.Count) return new(_loose[hit.Passage].Version.Version, _loose[hit.Passage].Version.Passages[_loose[hit.Passage].Passage], hit.Score);
        var segment = Segments[hit.Part].Segment;
        return new(segment.Versions[segment.VersionOf(hit.Passage)], segment.Read(hit.Passage), hit.Score);
    }

    /// <summary>Passages of one score stand in the order of their documents, so that how they are parted does not show.</summary>
    public int Compare(Hit one, Hit other)
    {
        var (first, second) = (Read(one), Read(other));
        return string.CompareOrdinal(first.Version.DocumentId, second.Version.DocumentId) is not 0 and var order
            ? order
            : first.Passage.Start.CompareTo(second.Passage.Start) is not 0 and var start ? start : (one.Part, one.Passage).CompareTo((other.Part, other.Passage));
    }
}
