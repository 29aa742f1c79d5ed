using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// One tenant's passages. Writers take turns; a search takes the snapshot of its moment and no lock. A change goes to the journal, then into a new snapshot;
/// small segments are made one in the background, and what is large or was asked to be kept stands in files.
/// </summary>
internal sealed class TenantPassages : IDisposable
{
    private const int MostSegments = 24;
    private const long LongJournal = 64L << 20;

    private readonly PassageFolder? _folder;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _compacting = new(1);
    private readonly Dictionary<string, (PassageSegment Segment, int Version)> _places = new(StringComparer.Ordinal);
    private volatile PassageSnapshot _snapshot = PassageSnapshot.Empty;
    private readonly string? _stamp;
    private PassageJournal? _journal;
    private long _journalNumber;
    private long _firstJournal;
    private Task _background = Task.CompletedTask;

    /// <summary>The passages that a folder holds.</summary>
    /// <param name="folder">Where they are kept; null: in memory alone. Where another process owns it they can only be searched.</param>
    /// <exception cref="InvalidDataException">A file was cut or edited.</exception>
    public TenantPassages(PassageFolder? folder)
    {
        _folder = folder;
        if (folder is null) return;
        _stamp = folder.Stamp();
        var manifest = folder.ReadManifest() ?? new(1, []);
        _firstJournal = _journalNumber = manifest.FirstJournal;
        foreach (var kept in manifest.Segments)
        {
            var view = new SegmentView(folder.Open(kept.File));
            Publish([.. _snapshot.Segments, kept.Dead.Count == 0 ? view : view.Without(kept.Dead)], []);
            Place(_snapshot.Segments[^1]);
        }

        var whole = 0L;
        foreach (var number in folder.Journals(_firstJournal))
        {
            (var changes, whole) = PassageJournal.Read(folder.Journal(number));
            foreach (var change in changes) Apply(change.DocumentId, change.Version is { } version ? IndexedVersion.From(version, change.Passages!) : null);
            _journalNumber = number;
        }

        if (folder.IsOwned) _journal = PassageJournal.Append(folder.Journal(_journalNumber), whole);
    }

    /// <summary>Whether another process writes these passages.</summary>
    public bool IsReadOnly => _folder is { IsOwned: false };

    /// <summary>Whether another process has changed something since these were opened.</summary>
    public bool IsStale => IsReadOnly && _folder!.Stamp() != _stamp;

    /// <summary>Puts a version in the place of the document's version before.</summary>
    public async Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        if (_snapshot.Segments.Count > MostSegments) await _background.WaitAsync(cancellation);
        var indexed = IndexedVersion.From(version, passages);
        Change(new(version, passages, version.DocumentId), passages.Count == 0 ? null : indexed);
    }

    /// <summary>Takes a document out.</summary>
    public void Remove(string documentId) => Change(new(null, null, documentId), null);

    public IReadOnlyList<FoundPassage> Search(PassageQuery query, LexicalFormula formula)
    {
        var terms = QueryTerms.Of(query.Text, withGrams: formula.GramWeight > 0);
        var snapshot = _snapshot;
        if (terms.IsEmpty || snapshot is { Segments.Count: 0, Pending.Count: 0 }) return [];
        var (words, grams) = LexicalSearch.Score(terms, snapshot.For(query), formula);
        using (words)
        using (grams)
        {
            var hits = ScoreFusion.Top([(words, 1 - formula.GramWeight), (grams, formula.GramWeight)], query.Top, snapshot.Compare);
            FoundPassage[] found = [.. hits.Select(snapshot.Read)];
            // Its segments may be mapped files, which are unmapped when nobody holds them.
            GC.KeepAlive(snapshot);
            return found;
        }
    }

    /// <summary>Makes one segment of all that there is and, where it is kept, writes it to its file.</summary>
    public async Task CompactAsync(CancellationToken cancellation)
    {
        await _compacting.WaitAsync(cancellation);
        try
        {
            if (!IsReadOnly) await Task.Run(() => Checkpoint(everything: true, cancellation), cancellation);
        }
        finally
        {
            _compacting.Release();
        }
    }

    /// <summary>Writes what is in memory alone to a file, and lets go of the folder.</summary>
    public void Dispose()
    {
        _compacting.Wait();
        if (_folder is not null && _journal is { Length: > 0 }) Checkpoint(everything: false, CancellationToken.None);
        _journal?.Dispose();
        _folder?.Dispose();
        _compacting.Dispose();
    }

    private void Change(PassageChange change, IndexedVersion? indexed)
    {
        if (IsReadOnly) throw new PassageIndexInUseException(_folder!.Path);
        lock (_gate)
        {
            _journal?.Write(change);
            Apply(change.DocumentId, indexed);
            if (_background.IsCompleted && (Compaction.Choose(_snapshot.Segments).Count > 0 || _journal is { Length: > LongJournal })) _background = Task.Run(CompactInBackgroundAsync);
        }
    }

    private void Apply(string documentId, IndexedVersion? indexed)
    {
        var (segments, pending) = (_snapshot.Segments.ToArray(), _snapshot.Pending.Where(version => version.Version.DocumentId != documentId).ToList());
        if (_places.Remove(documentId, out var place))
        {
            var at = Array.FindIndex(segments, view => view.Segment == place.Segment);
            segments[at] = segments[at].Without([place.Version]);
        }

        if (indexed is not null) pending.Add(indexed);
        if (pending.Sum(version => version.Passages.Count) < Compaction.Smallest)
        {
            Publish(segments, pending);
            return;
        }

        var view = new SegmentView(PassageSegment.Of(pending));
        Place(view);
        Publish([.. segments, view], []);
    }

    private async Task CompactInBackgroundAsync()
    {
        await _compacting.WaitAsync();
        try
        {
            while (Compaction.Choose(_snapshot.Segments) is { Count: > 0 } chosen) Merge(chosen, CancellationToken.None);
            if (_journal is { Length: > LongJournal }) Checkpoint(everything: false, CancellationToken.None);
        }
        finally
        {
            _compacting.Release();
        }
    }

    // All that is in memory alone goes to a file, so that the journal can begin anew.
    private void Checkpoint(bool everything, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_snapshot.Pending.Count > 0)
            {
                var view = new SegmentView(PassageSegment.Of(_snapshot.Pending));
                Place(view);
                Publish([.. _snapshot.Segments, view], []);
            }

            if (_folder is not null)
            {
                _journal!.Dispose();
                _journal = PassageJournal.Append(_folder.Journal(++_journalNumber), 0);
            }
        }

        var next = _journalNumber;
        SegmentView[] chosen = [.. _snapshot.Segments.Where(view => everything || view.Segment.File is null)];
        if (chosen.Length > 0) Merge(chosen, cancellation, toFile: true);
        if (_folder is null) return;
        lock (_gate)
        {
            _firstJournal = next;
            WriteManifest();
        }
    }

    private void Merge(IReadOnlyList<SegmentView> chosen, CancellationToken cancellation, bool toFile = false)
    {
        var live = chosen.Sum(view => view.Live.Passages);
        var inFile = _folder is not null && live > 0 && (toFile || live >= Compaction.InFile || chosen.Any(view => view.Segment.File is not null));
        PassageSegment? merged = null;
        if (inFile)
        {
            merged = _folder!.WriteSegment(target => SegmentWriter.Merge(target, chosen, cancellation));
        }
        else if (live > 0)
        {
            using var written = new MemoryStream();
            SegmentWriter.Merge(written, chosen, cancellation);
            merged = new(written.GetBuffer().AsMemory(0, (int)written.Length), file: null);
        }

        lock (_gate)
        {
            var old = chosen.Select(view => view.Segment).ToHashSet();
            var left = _snapshot.Segments.Where(view => !old.Contains(view.Segment)).ToList();
            if (merged is not null)
            {
                // What was taken out while this was written is taken out of it too.
                var gone = Enumerable.Range(0, merged.Versions.Length)
                    .Where(version => !_places.TryGetValue(merged.Versions[version].DocumentId, out var place) || !old.Contains(place.Segment)).ToList();
                var view = new SegmentView(merged);
                left.Add(gone.Count == 0 ? view : view.Without(gone));
                Place(left[^1]);
            }

            Publish(left, _snapshot.Pending);
            if (inFile || chosen.Any(view => view.Segment.File is not null)) WriteManifest();
        }
    }

    private void WriteManifest()
    {
        var manifest = new PassageManifest(_firstJournal, [.. _snapshot.Segments.Where(view => view.Segment.File is not null)
            .Select(view => new ManifestSegment(view.Segment.File!, [.. view.Dead]))]);
        _folder!.Write(manifest);
        _folder.Clear(manifest);
    }

    private void Place(SegmentView view)
    {
        for (var version = 0; version < view.Segment.Versions.Length; version++)
            if (!view.IsDead(version))
                _places[view.Segment.Versions[version].DocumentId] = (view.Segment, version);
    }

    private void Publish(IReadOnlyList<SegmentView> segments, IReadOnlyList<IndexedVersion> pending) => _snapshot = new(segments, pending);
}
