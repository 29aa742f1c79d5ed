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
    private volatile bool _closed;

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
            foreach (var change in changes) Apply(change.DocumentId, change.Version is { } version ? IndexedVersion.From(version, change.Passages!, change.Vectors) : null);
            _journalNumber = number;
        }

        if (folder.IsOwned) _journal = PassageJournal.Append(folder.Journal(_journalNumber), whole);
    }

    /// <summary>Whether another process writes these passages.</summary>
    public bool IsReadOnly => _folder is { IsOwned: false };

    /// <summary>Whether another process has changed something since these were opened.</summary>
    public bool IsStale => IsReadOnly && _folder!.Stamp() != _stamp;

    private bool HasWork
        => _snapshot.PendingPassages >= Compaction.Smallest || Compaction.Choose(_snapshot.Segments).Count > 0 || _journal is { Length: > LongJournal };

    /// <summary>Puts a version in the place of the document's version before.</summary>
    public async Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, IReadOnlyList<float[]>? vectors, CancellationToken cancellation)
    {
        if (_snapshot.Segments.Count > MostSegments) await _background.WaitAsync(cancellation);
        var indexed = passages.Count == 0 ? null : IndexedVersion.From(version, passages, vectors);
        Change(indexed is null ? new(null, null, null, version.DocumentId) : new(version, passages, vectors, version.DocumentId), indexed);
    }

    /// <summary>Takes a document out.</summary>
    public void Remove(string documentId) => Change(new(null, null, null, documentId), null);

    /// <summary>The passages that fit a query best.</summary>
    /// <param name="query">The query.</param>
    /// <param name="formula">How words and n-grams are weighed.</param>
    /// <param name="dense">The query's vector and how it is weighed; null: vectors are left out.</param>
    public IReadOnlyList<FoundPassage> Search(PassageQuery query, LexicalFormula formula, DenseQuery? dense)
    {
        var terms = QueryTerms.Of(query.Text, withGrams: formula.GramWeight > 0);
        var snapshot = _snapshot;
        if (terms.IsEmpty || snapshot is { Segments.Count: 0, Pending.Count: 0 }) return [];
        var (among, lexical) = (snapshot.For(query), 1 - (dense?.Weight ?? 0));
        using (var scored = LexicalSearch.Score(terms, among, formula))
        using (var similar = dense is null ? null : DenseSearch.Score(dense.Vector, among, snapshot.Vectors(dense.Rounded), snapshot.LooseVectors(), DenseQuery.Exactly(query.Top)))
        {
            var (words, grams, rarity) = scored;
            WeightedScores[] kinds = [new(words, lexical * (1 - formula.GramWeight), 0), new(grams, lexical * formula.GramWeight, 0)];
            var hits = ScoreFusion.Top(similar is null ? kinds : [.. kinds, new(similar, dense!.Weight, DenseSearch.Lowest)], query.Top, snapshot.Compare);
            FoundPassage[] found = [.. hits.Select(snapshot.Read)];
            if (query.Explained) Explain(found, hits, words, grams, similar, rarity);
            // Its segments may be mapped files, which are unmapped when nobody holds them.
            GC.KeepAlive(snapshot);
            return found;
        }
    }

    private static void Explain(FoundPassage[] found, List<Hit> hits, PassageScores words, PassageScores grams, PassageScores? similar, TermRarity rarity)
    {
        var (mostWords, mostGrams) = (Math.Max(words.Highest(), 1e-9f), Math.Max(grams.Highest(), 1e-9f));
        for (var at = 0; at < found.Length; at++)
        {
            var (part, passage) = (hits[at].Part, hits[at].Passage);
            var whole = hits[0].Score > 0 ? hits[at].Score / hits[0].Score : 0;
            found[at] = found[at] with { By = new(new(whole, words.Of(part)[passage] / mostWords, grams.Of(part)[passage] / mostGrams, similar?.Of(part)[passage] ?? 0), rarity) };
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

        Unmap();
    }

    /// <summary>Writes what is in memory alone to a file, and lets go of the folder.</summary>
    public void Dispose()
    {
        _closed = true;
        _compacting.Wait();
        if (_folder is not null && _journal is { Length: > 0 }) Checkpoint(everything: false, CancellationToken.None);
        _journal?.Dispose();
        _folder?.Dispose();
        // What waits in the background finds nothing left to do.
        _compacting.Release();
    }

    private void Change(PassageChange change, IndexedVersion? indexed)
    {
        if (IsReadOnly) throw new PassageIndexInUseException(_folder!.Path);
        lock (_gate)
        {
            _journal?.Write(change);
            Apply(change.DocumentId, indexed);
            if (_background.IsCompleted && HasWork) _background = Task.Run(CompactInBackgroundAsync);
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
        Publish(segments, pending);
        if (_snapshot.PendingPassages >= Compaction.MostPending) Settle(PassageSegment.Of(pending), pending);
    }

    // Puts a segment in the place of the pending versions that it was made of; those that were replaced meanwhile are taken out of it.
    private void Settle(PassageSegment segment, IReadOnlyList<IndexedVersion> made)
    {
        var (still, settled) = (new HashSet<IndexedVersion>(_snapshot.Pending, ReferenceEqualityComparer.Instance), new HashSet<IndexedVersion>(made, ReferenceEqualityComparer.Instance));
        var gone = Enumerable.Range(0, made.Count).Where(version => !still.Contains(made[version])).ToList();
        if (gone.Count == made.Count) return;
        var view = new SegmentView(segment);
        if (gone.Count > 0) view = view.Without(gone);
        Place(view);
        Publish([.. _snapshot.Segments, view], [.. _snapshot.Pending.Where(version => !settled.Contains(version))]);
    }

    private async Task CompactInBackgroundAsync()
    {
        await _compacting.WaitAsync();
        try
        {
            while (HasWork && !_closed)
            {
                var pending = _snapshot.Pending;
                if (_snapshot.PendingPassages >= Compaction.Smallest)
                {
                    var segment = PassageSegment.Of(pending);
                    lock (_gate) Settle(segment, pending);
                }

                if (Compaction.Choose(_snapshot.Segments) is { Count: > 0 } chosen) Merge(chosen, CancellationToken.None);
                if (_journal is { Length: > LongJournal }) Checkpoint(everything: false, CancellationToken.None);
            }
        }
        finally
        {
            _compacting.Release();
        }
    }

    // Files that were merged stay mapped until their segments are collected, which nothing else would hurry; called where no frame holds one any more.
    private void Unmap()
    {
        // What a bulk load has taken of memory is given back to the system, too.
        if (_folder is not null) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // All that is in memory alone goes to a file, so that the journal can begin anew.
    private void Checkpoint(bool everything, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_snapshot.Pending.Count > 0) Settle(PassageSegment.Of(_snapshot.Pending), _snapshot.Pending);

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
            using var written = new MemoryStream(chosen.Sum(view => view.Segment.Length));
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
