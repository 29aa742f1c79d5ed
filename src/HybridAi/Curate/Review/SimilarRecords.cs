using System.Collections.Concurrent;
using HybridAi.Curate.Ingestion;
using HybridAi.Learning.Text;

namespace HybridAi.Curate.Review;

/// <summary>A record that is like another.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Similarity">0 to 1; 1 for texts that differ in nothing that is looked at.</param>
internal readonly record struct SimilarRecord(string RecordId, double Similarity);

/// <summary>
/// The records that share rare n-grams with one of them, by an index over the project's records that is made when it is first asked for and again when
/// records have come since. It stays in memory for the few projects that were asked about last: about 20 MB for 100,000 records of a sentence each.
/// </summary>
public sealed class SimilarRecords(RecordStore records) : IDisposable
{
    private const int MostProjects = 4;
    private readonly ConcurrentDictionary<string, Indexed> _projects = [];
    private readonly SemaphoreSlim _building = new(1);
    private long _asked;

    /// <summary>The records most like one, the most similar first; empty where the record is unknown or nothing is like it.</summary>
    internal async Task<IReadOnlyList<SimilarRecord>> OfAsync(string project, string recordId, int take, CancellationToken cancellation)
    {
        var index = await FindAsync(project, cancellation);
        return index.Places.TryGetValue(recordId, out var place)
            ? [.. index.Neighbours.Of(place, take).Select(neighbour => new SimilarRecord(index.Ids[neighbour.Text], neighbour.Similarity))]
            : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _building.Dispose();

    private async Task<Indexed> FindAsync(string project, CancellationToken cancellation)
    {
        var count = await records.CountAsync(project, cancellation);
        if (Fresh() is { } there) return there;
        await _building.WaitAsync(cancellation);
        try
        {
            if (Fresh() is { } meanwhile) return meanwhile;
            var built = await BuildAsync(project, count, cancellation);
            _projects[project] = built;
            foreach (var (name, _) in _projects.OrderByDescending(pair => pair.Value.Asked).Skip(MostProjects)) _projects.TryRemove(name, out _);
            return built;
        }
        finally
        {
            _building.Release();
        }

        // Records are never changed or taken away, so their number says whether the index knows all.
        Indexed? Fresh()
        {
            if (!_projects.TryGetValue(project, out var index) || index.Records != count) return null;
            index.Asked = Interlocked.Increment(ref _asked);
            return index;
        }
    }

    private async Task<Indexed> BuildAsync(string project, long count, CancellationToken cancellation)
    {
        var (ids, builder) = (new List<string>(), new TextNeighboursBuilder());
        await foreach (var record in records.ReadAsync(project, cancellation))
        {
            if (record.DuplicateOf is not null) continue;
            ids.Add(record.Id);
            builder.Add(record.Text);
        }

        var places = ids.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        return new(ids, places, builder.Build(), count) { Asked = Interlocked.Increment(ref _asked) };
    }

    private sealed class Indexed(List<string> ids, Dictionary<string, int> places, TextNeighbours neighbours, long records)
    {
        public List<string> Ids { get; } = ids;

        public Dictionary<string, int> Places { get; } = places;

        public TextNeighbours Neighbours { get; } = neighbours;

        public long Records { get; } = records;

        public long Asked { get; set; }
    }
}
