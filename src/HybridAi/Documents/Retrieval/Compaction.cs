namespace HybridAi.Documents.Retrieval;

/// <summary>Which segments are worth making one of: four of one size, or one of which a third was taken out. A passage is rewritten about once for every fourfold growth.</summary>
internal static class Compaction
{
    /// <summary>Passages of the smallest size.</summary>
    public const int Smallest = 64;

    /// <summary>So many passages wait for a segment at most; a writer who brings more makes it himself.</summary>
    public const int MostPending = 256;

    /// <summary>From so many passages on a segment stands in a file; below, the journal has it.</summary>
    public const int InFile = 1024;

    private const int Fan = 4;
    private const long MostBytes = 1_500_000_000;

    public static IReadOnlyList<SegmentView> Choose(IReadOnlyList<SegmentView> segments)
    {
        var size = segments.GroupBy(Size).Where(group => group.Count() >= Fan && group.Sum(view => (long)view.Segment.Length) < MostBytes).MinBy(group => group.Key);
        if (size is not null) return [.. size];
        return segments.FirstOrDefault(view => view.Segment.Passages > Smallest && view.Live.Passages < view.Segment.Passages * 2L / 3) is { } hollow ? [hollow] : [];
    }

    private static int Size(SegmentView view) => (int)Math.Log(Math.Max(view.Live.Passages, Smallest) / (double)Smallest, Fan);
}
