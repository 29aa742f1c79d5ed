using System.Collections.Immutable;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>A segment without the versions that were taken out since it was written. It never changes: taking one out makes another view.</summary>
internal sealed class SegmentView
{
    private readonly ImmutableHashSet<int> _dead;

    private SegmentView(PassageSegment segment, ImmutableHashSet<int> dead, ulong[] hidden, KeyCounts forgotten, LiveCounts live)
        => (Segment, _dead, Hidden, Forgotten, Live) = (segment, dead, hidden, forgotten, live);

    /// <summary>All of a segment.</summary>
    public SegmentView(PassageSegment segment)
        : this(segment, [], [], KeyCounts.None, segment.Counts)
    {
    }

    public PassageSegment Segment { get; }

    /// <summary>A bit for every passage that was taken out; empty: none was.</summary>
    public ulong[] Hidden { get; }

    public KeyCounts Forgotten { get; }

    /// <summary>What is left.</summary>
    public LiveCounts Live { get; }

    public IReadOnlyCollection<int> Dead => _dead;

    public bool IsDead(int version) => _dead.Contains(version);

    /// <summary>This view without some more versions.</summary>
    public SegmentView Without(IEnumerable<int> versions)
    {
        var (dead, hidden, gone) = (_dead, Hidden.Length == 0 ? new ulong[(Segment.Passages + 63) / 64] : Hidden.ToArray(), new List<PassageTerms>());
        foreach (var version in versions)
        {
            if (dead.Contains(version)) continue;
            dead = dead.Add(version);
            var (from, to) = Segment.PassagesOf(version);
            for (var passage = from; passage < to; passage++)
            {
                hidden[passage / 64] |= 1ul << (passage % 64);
                gone.Add(IndexedVersion.TermsOf(Segment.Versions[version], Segment.Read(passage)));
            }
        }

        return new(Segment, dead, hidden, Forgotten.With(gone), gone.Aggregate(Live, (live, passage) => live.Without(passage)));
    }

    /// <summary>The passages that a query may not see, beside those that were taken out.</summary>
    public ulong[] HiddenFrom(PassageQuery query)
    {
        if (PassageFilter.IsOpen(query)) return Hidden;
        var hidden = Hidden.Length == 0 ? new ulong[(Segment.Passages + 63) / 64] : Hidden.ToArray();
        for (var version = 0; version < Segment.Versions.Length; version++)
        {
            if (PassageFilter.Admits(query, Segment.Versions[version])) continue;
            var (from, to) = Segment.PassagesOf(version);
            for (var passage = from; passage < to; passage++) hidden[passage / 64] |= 1ul << (passage % 64);
        }

        return hidden;
    }
}
