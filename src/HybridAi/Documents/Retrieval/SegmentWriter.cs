using System.Runtime.InteropServices;
using System.Text;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// Writes a segment: the postings' lists, then, each at a multiple of 8 bytes, the other sections; then where each section lies, and a hash of all of it.
/// </summary>
internal static class SegmentWriter
{
    /// <summary>Writes versions that stand in no segment yet.</summary>
    public static void Write(Stream target, IReadOnlyList<IndexedVersion> versions)
    {
        using var output = new SealedSections(target);
        var postings = new PostingsWriter(output);
        postings.Write([.. versions.SelectMany(version => version.Terms)]);
        using var stored = new MemoryStream();
        using var writer = new BinaryWriter(stored);
        var (starts, first) = (new List<long> { 0 }, new List<int> { 0 });
        foreach (var version in versions)
        {
            foreach (var passage in version.Passages)
            {
                PassageRecord.Write(writer, passage);
                starts.Add(stored.Length);
            }

            first.Add(starts.Count - 1);
        }

        Finish(output, postings, starts, first, [.. versions.Select(version => version.Version)], () => output.Write(stored.GetBuffer().AsSpan(0, (int)stored.Length)),
            versions.LastOrDefault(version => version.Vectors is { Count: > 0 })?.Vectors![0].Length ?? 0,
            versions.SelectMany(version => version.Passages.Select((_, at) => version.Vectors is { } vectors ? vectors[at].AsMemory() : ReadOnlyMemory<float>.Empty)));
    }

    /// <summary>Writes what is left of several segments as one.</summary>
    public static void Merge(Stream target, IReadOnlyList<SegmentView> parts, CancellationToken cancellation)
    {
        using var output = new SealedSections(target);
        var (starts, first, places, next) = (new List<long> { 0 }, new List<int> { 0 }, new List<int[]>(), 0);
        var (versions, dimensions) = (new List<DocumentVersion>(), 0);
        foreach (var part in parts)
        {
            var place = new int[part.Segment.Passages];
            Array.Fill(place, -1);
            for (var version = 0; version < part.Segment.Versions.Length; version++)
            {
                if (part.IsDead(version)) continue;
                var (from, to) = part.Segment.PassagesOf(version);
                for (var passage = from; passage < to; passage++)
                {
                    place[passage] = next++;
                    starts.Add(starts[^1] + part.Segment.LengthOf(passage));
                    if (part.Segment.Vectors.Dimensions is > 0 and var last) dimensions = last;
                }

                versions.Add(part.Segment.Versions[version]);
                first.Add(next);
            }

            places.Add(place);
        }

        var postings = new PostingsWriter(output);
        postings.Write([.. parts.Select((part, at) => (part.Segment.Postings, places[at]))], cancellation);
        Finish(output, postings, starts, first, versions, Store, dimensions, parts.SelectMany((part, at) => Vectors(part.Segment, places[at])));

        // Passages and vectors go from file to file: together they are more than ought to be in memory.
        void Store()
        {
            for (var at = 0; at < parts.Count; at++)
            {
                var place = places[at];
                parts[at].Segment.CopyTo(output, passage => place[passage] >= 0);
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<float>> Vectors(PassageSegment segment, int[] places)
        => Enumerable.Range(0, places.Length).Where(passage => places[passage] >= 0).Select(segment.VectorOf);

    private static void Finish(
        SealedSections output, PostingsWriter postings, List<long> starts, List<int> first, IReadOnlyList<DocumentVersion> versions, Action store, int dimensions,
        IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        using var named = new MemoryStream();
        using (var writer = new BinaryWriter(named, Encoding.UTF8, leaveOpen: true))
            foreach (var version in versions)
                PassageRecord.Write(writer, version);
        output.End();
        output.Section(postings.Keys);
        output.Section(postings.Starts);
        output.Section(postings.Holders);
        output.Section(postings.Words);
        output.Section(postings.Grams);
        output.Section(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(starts)));
        output.Section(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(first)));
        store();
        output.End();
        output.Section(named.GetBuffer().AsSpan(0, (int)named.Length));
        WriteVectors(output, dimensions, vectors);
        output.Seal();
    }

    // Vectors of another length than the last one's are of a model that is no longer asked.
    private static void WriteVectors(SealedSections output, int dimensions, IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        var none = new float[dimensions];
        output.Section(BitConverter.GetBytes(dimensions));
        if (dimensions > 0)
            foreach (var vector in vectors) output.Write(MemoryMarshal.AsBytes(vector.Length == dimensions ? vector.Span : none));
        output.End();
    }
}
