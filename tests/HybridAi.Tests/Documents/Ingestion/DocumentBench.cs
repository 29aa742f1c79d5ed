using System.Text;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Tests.Documents.Ingestion.Readers;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Documents.Ingestion;

/// <summary>The stage over a database and a folder of its own, with an index that a test can look into.</summary>
internal sealed class DocumentBench : IAsyncDisposable
{
    public const string Tenant = "acme";

    private readonly TestFolder _folder = new();
    private readonly TestDatabase _test;

    private DocumentBench(TestDatabase test, DocumentOptions options)
    {
        _test = test;
        Options = options;
        Store = new(test.Database, test.Clock);
        Files = new(_folder.File("documents"));
        Splitter = new(40, 200);
        Feed = new(Index, Store, new DocumentSource(Store, Splitter), _folder.File("passages"), NullLogger<PassageIndexFeed>.Instance);
        Search = new FollowingPassageIndex(Index, Feed, NullLogger<FollowingPassageIndex>.Instance);
        Stage = new(Store, Files, ReadFiles.Family(options), Splitter, Feed, Search, options, test.Clock, NullLogger<DocumentStage>.Instance);
    }

    public DocumentOptions Options { get; }

    public DocumentStore Store { get; }

    public DocumentFiles Files { get; }

    public PassageSplitter Splitter { get; }

    public FakePassageIndex Index { get; } = new();

    public PassageIndexFeed Feed { get; }

    public FollowingPassageIndex Search { get; }

    public DocumentStage Stage { get; }

    public TestClock Clock => _test.Clock;

    public string Folder => _folder.Root;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DocumentBench> StartAsync(string database = "sqlite", DocumentOptions? options = null) => new(await TestDatabase.CreateAsync(database), options ?? new());

    public async Task<HandedIn> HandInAsync(string source, string text, params string[] readers)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await Stage.HandInAsync(new(Tenant, source, Path.GetFileName(source), [], readers), content, Cancellation)).Value;
    }

    public async Task<StoredDocument> AddAsync(string source, string text, params string[] readers)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var handed = await HandInAsync(source, text, readers);
        return (await Stage.RunAsync(Tenant, handed.Document.Id, null, Cancellation)).Value;
    }

    public async Task<StoredDocument> FindAsync(string id) => (await Store.FindAsync(Tenant, id, Cancellation)).ShouldNotBeNull();

    /// <summary>The documents in which a word is found.</summary>
    public async Task<IReadOnlyList<string>> FoundAsync(string word)
        => [.. (await Search.SearchAsync(new PassageQuery(Tenant, word, 100), Cancellation)).Select(found => found.Version.DocumentId).Distinct()];

    public async ValueTask DisposeAsync()
    {
        Feed.Dispose();
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
