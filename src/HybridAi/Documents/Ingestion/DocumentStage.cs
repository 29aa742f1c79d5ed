using HybridAi.Documents.Ingestion.Readers;
using HybridAi.Documents.Retrieval;
using HybridAi.Storage;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Ingestion;

/// <summary>How far taking a document in is.</summary>
/// <param name="State">The step.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all.</param>
public sealed record DocumentProgress(DocumentState State, int Done, int Total = 3);

/// <summary>What is to be taken in.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Source">What its owner calls it; the same source again is the same document.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Tags">What searches may be narrowed down by.</param>
/// <param name="Readers">Who may read it; empty: everybody of the tenant.</param>
public sealed record NewDocument(string Tenant, string Source, string Name, IReadOnlyList<string> Tags, IReadOnlyList<string> Readers);

/// <summary>A document that was handed in.</summary>
/// <param name="Document">The document.</param>
/// <param name="Unchanged">Whether the same was there before: nothing is to be done.</param>
public sealed record HandedIn(StoredDocument Document, bool Unchanged);

/// <summary>Takes documents in: the file is kept, read, split, and its passages indexed; the version that searches find changes in one step.</summary>
public sealed partial class DocumentStage(
    DocumentStore store, DocumentFiles files, DocumentReaders readers, PassageSplitter splitter, PassageIndexFeed feed, IPassageIndex index, DocumentOptions options, TimeProvider clock,
    ILogger<DocumentStage> log)
{
    private const int WordsOfProof = 12;

    // A document's own first words find it before all others; many may begin like it.
    private const int MostOfProof = 1_000;

    /// <summary>Keeps a file as a document's newest. The same content under the same source, with the same tags and readers, changes nothing.</summary>
    public async Task<Outcome<HandedIn>> HandInAsync(NewDocument document, Stream content, CancellationToken cancellation)
    {
        if (!(await files.WriteAsync(content, options.MaxFileBytes, cancellation)).Succeeded(out var file, out var fault)) return fault;
        using (file)
        {
            var now = clock.GetUtcNow();
            var handed = new StoredDocument(
                $"doc-{Guid.CreateVersion7(now):N}", document.Tenant, document.Source, document.Name, DocumentState.Queued, null, file.Hash, null, null, null,
                [.. document.Tags.Distinct().Order(StringComparer.Ordinal)], [.. document.Readers.Distinct().Order(StringComparer.Ordinal)], now, now, null);
            var stored = await store.AddAsync(handed, cancellation);
            var same = stored.FileHash == file.Hash && stored.Tags.SequenceEqual(handed.Tags) && stored.Readers.SequenceEqual(handed.Readers);
            if (same && stored.Id != handed.Id && stored.State is not (DocumentState.Failed or DocumentState.Cancelled)) return new HandedIn(stored, Unchanged: true);
            files.Keep(file, stored.Id);
            if (stored.Id == handed.Id) return new HandedIn(stored, Unchanged: false);
            var renewed = handed with { Id = stored.Id };
            await store.RenewAsync(renewed, cancellation);
            return new HandedIn((await store.FindAsync(stored.Tenant, stored.Id, cancellation))!, Unchanged: false);
        }
    }

    /// <summary>Reads, splits and indexes a document's newest file. Started again it does the same again, which changes nothing.</summary>
    /// <returns>The document as it then stands, or a fault, which is stored with it.</returns>
    public async Task<Outcome<StoredDocument>> RunAsync(string tenant, string id, IProgress<DocumentProgress>? progress, CancellationToken cancellation)
    {
        if (await store.FindAsync(tenant, id, cancellation) is not { DeletedAt: null } document) return Unknown(id);
        var step = DocumentState.Extracting;
        try
        {
            if (!await EnterAsync(DocumentState.Extracting, 0)) return Overtaken(id);
            if (!(await ReadAsync(document, cancellation)).Succeeded(out var read, out var fault)) return await FailAsync(document, step, fault);
            if (!await EnterAsync(step = DocumentState.Splitting, 1)) return Overtaken(id);
            var (kind, content) = read;
            var passages = splitter.Split(content.Text);
            var version = await VersionOfAsync(document, kind, content, passages, cancellation);
            if (!await EnterAsync(step = DocumentState.Indexing, 2)) return Overtaken(id);
            var likeness = NearDuplicates.Of(content.Text.Text);
            var bands = likeness.ToBands();
            var keptBy = await KeeperAsync(document, version.Hash, likeness, bands, cancellation);
            if (!await store.FlipAsync(document, version, Json.Write(content.Text), keptBy, bands, cancellation)) return Overtaken(id);
            if ((await FollowAsync(cancellation))?.GetValueOrDefault(id) is { } reason) return await FailAsync(document, step, Fault.BadInput("document-not-indexable", reason));
            if (!await EnterAsync(DocumentState.Ready, 3)) return Overtaken(id);
            Log.Ready(log, id, version.Hash, passages.Count, version.Report.KeptPassages);
            return (await store.FindAsync(tenant, id, cancellation))!;
        }
        catch (Exception outside) when (outside is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(document, step, Fault.Unavailable("document-storage", $"The files of documents or the index can't be used: {outside.Message}"));
        }

        async Task<bool> EnterAsync(DocumentState state, int done)
        {
            progress?.Report(new(state, done));
            return await store.MoveAsync(document, state, null, cancellation);
        }
    }

    /// <summary>Lets a document that failed or was called off be taken in again.</summary>
    public async Task<Outcome<StoredDocument>> RetryAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (await store.FindAsync(tenant, id, cancellation) is not { DeletedAt: null } document) return Unknown(id);
        if (document.State is not (DocumentState.Failed or DocumentState.Cancelled))
            return Fault.Conflict("document-not-failed", $"Document '{id}' is {document.State}: only what failed or was cancelled is tried again.");
        await store.PutAsync(id, DocumentState.Queued, cancellation);
        return document with { State = DocumentState.Queued, Fault = null };
    }

    /// <summary>Calls taking a document in off. The version that searches find stays.</summary>
    public async Task<Outcome<StoredDocument>> CancelAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (await store.FindAsync(tenant, id, cancellation) is not { DeletedAt: null } document) return Unknown(id);
        if (document.HasEnded) return Fault.Conflict("document-ended", $"Document '{id}' is {document.State}: there is nothing to cancel.");
        await store.PutAsync(id, DocumentState.Cancelled, cancellation);
        return document with { State = DocumentState.Cancelled };
    }

    /// <summary>
    /// Deletes a document. When this returns no search finds it, which is looked at with a search for its own words, and its texts and files are erased.
    /// </summary>
    public async Task<Outcome<StoredDocument>> DeleteAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (await store.FindAsync(tenant, id, cancellation) is not { DeletedAt: null } document) return Unknown(id);
        var words = document.Version is { } hash && await store.TextAsync(id, hash, cancellation) is { } text ? ProofOf(text.Text) : null;
        if (!await store.DeleteAsync(document, cancellation)) return Unknown(id);
        files.Erase(id);
        if (await FollowAsync(cancellation) is not null && words is not null
            && (await index.SearchAsync(new(tenant, words, MostOfProof) { AsFound = true }, cancellation)).Any(found => found.Version.DocumentId == id))
            return Fault.Unavailable("document-still-found", $"The index '{index.Name}' still finds document '{id}'; its text is erased. Try again.", id);
        Log.Deleted(log, id);
        return (await store.FindAsync(tenant, id, cancellation))!;
    }

    private static Fault Unknown(string id) => Fault.NotFound("document-unknown", $"There is no document '{id}'.");

    private static Fault Overtaken(string id) => Fault.Conflict("document-overtaken", $"Document '{id}' was deleted, cancelled or given a newer file meanwhile.");

    private static string ProofOf(string text) => string.Join(' ', text.Split((char[]?)null, WordsOfProof + 1, StringSplitOptions.RemoveEmptyEntries).Take(WordsOfProof));

    // What the index can't hold; null: another process has it, and takes the change over before its next search.
    private async Task<IReadOnlyDictionary<string, string>?> FollowAsync(CancellationToken cancellation)
    {
        try
        {
            return await feed.CatchUpAsync(cancellation);
        }
        catch (PassageIndexInUseException)
        {
            return null;
        }
    }

    private async Task<Outcome<(string Kind, ReadDocument Document)>> ReadAsync(StoredDocument document, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(files.PathOf(document.Id, document.FileHash));
        return await readers.ReadAsync(file, document.Name, options.ReadLimits, cancellation);
    }

    private async Task<StoredVersion> VersionOfAsync(StoredDocument document, string kind, ReadDocument read, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        var before = document.Version is { } old && await store.TextAsync(document.Id, old, cancellation) is { } text
            ? splitter.Split(text).Select(HashOf).ToHashSet()
            : [];
        var flags = new List<FlaggedPassage>();
        foreach (var passage in passages)
        {
            var finding = InstructionRules.Score(passage.Text);
            if (finding.Score >= InstructionRules.FlaggedFrom) flags.Add(new(passage.Start, passage.Length, finding.Score, finding.Rules));
        }

        var report = new VersionReport(read.Hygiene, read.Remarks, flags, passages.Count, passages.Count(passage => before.Contains(HashOf(passage))));
        var title = read.Text.Title ?? Path.GetFileNameWithoutExtension(document.Name).Replace('_', ' ');
        return new(document.Id, ContentHash.OfJson(new { read.Text.Text, read.Text.Blocks }), document.FileHash, kind, title, read.Text.AsOf, read.Text.Text.Length, report, false, clock.GetUtcNow());

        static string HashOf(Passage passage) => ContentHash.Of([.. passage.HeadingPath, passage.Text]);
    }

    // The document that says the same already, for the same people: its passages stand for this one's.
    private async Task<string?> KeeperAsync(StoredDocument document, string version, NearDuplicates likeness, IReadOnlyList<string> bands, CancellationToken cancellation)
    {
        foreach (var other in await store.AlikeAsync(document.Tenant, version, bands, cancellation))
        {
            if (other.Id == document.Id || !other.Tags.SequenceEqual(document.Tags) || !other.Readers.SequenceEqual(document.Readers)) continue;
            if (other.Version == version) return other.Id;
            if (options.NearDuplicate < 1 && await store.TextAsync(other.Id, other.Version!, cancellation) is { } text && likeness.Say(NearDuplicates.Of(text.Text), options.NearDuplicate)) return other.Id;
        }

        return null;
    }

    private async Task<Outcome<StoredDocument>> FailAsync(StoredDocument document, DocumentState step, Fault fault)
    {
        var failed = new StepFault(step, fault.Code, fault.Reason, Retryable: fault.Kind == FaultKind.Unavailable);
        await store.MoveAsync(document, DocumentState.Failed, failed, CancellationToken.None);
        Log.Failed(log, document.Id, step, fault.Code);
        return fault;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Document {Id} is ready: version {Version}, {Passages} passages, {Kept} of them as before")]
        public static partial void Ready(ILogger log, string id, string version, int passages, int kept);

        [LoggerMessage(2, LogLevel.Warning, "Document {Id} failed at {Step}: {Code}")]
        public static partial void Failed(ILogger log, string id, DocumentState step, string code);

        [LoggerMessage(3, LogLevel.Information, "Document {Id} is deleted")]
        public static partial void Deleted(ILogger log, string id);
    }
}
