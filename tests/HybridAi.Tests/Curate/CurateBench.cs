using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;
using HybridAi.Tests.Storage;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Tests.Curate;

/// <summary>The curating stages over one empty database, with a small project.</summary>
internal sealed class CurateBench : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly TestFolder _folder = new();

    private CurateBench(TestDatabase test)
    {
        _test = test;
        Artefacts = new(_folder.Root);
        Records = new(test.Database, test.Clock);
        Labels = new(test.Database);
        Runs = new(test.Database);
        Annotations = new(test.Database);
        Datasets = new(test.Database, Artefacts, test.Clock);
        Labelling = new(Records, Labels, Runs, test.Clock);
        Desk = new(Records, Labels, Runs, Annotations, new(test.Database), test.Clock);
        Doubts = new(test.Database);
        DoubtScores = new(Records, Labels, Runs, Annotations, Doubts, test.Clock);
        AutoAccept = new(Doubts, Records, Annotations, new(test.Database, test.Clock));
        Freezer = new(Records, Labels, Annotations, AutoAccept, Datasets);
    }

    public static Project Project { get; } = new(
        "mail", ProjectKind.TextClassification, "text", "label", null, [], null, [new("bill", "invoices"), new("login", "signing in")], new());

    public static ProjectVersion MailVersion { get; } = new(1, Project, Project.Hash(), DateTimeOffset.UnixEpoch);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IDatabase Database => _test.Database;

    public TestClock Clock => _test.Clock;

    public ArtefactStore Artefacts { get; }

    public RecordStore Records { get; }

    public LabelStore Labels { get; }

    public LabellingRunStore Runs { get; }

    public AnnotationStore Annotations { get; }

    public DatasetStore Datasets { get; }

    public LabellingStage Labelling { get; }

    public ReviewDesk Desk { get; }

    public DoubtStore Doubts { get; }

    public DoubtScores DoubtScores { get; }

    public AutoAccept AutoAccept { get; }

    public DatasetFreezer Freezer { get; }

    public static async Task<CurateBench> CreateAsync(string database) => new(await TestDatabase.CreateAsync(database));

    /// <summary>A record whose text is its id unless another is given.</summary>
    public static Record Record(string id, string? text = null, string? gold = null)
    {
        var content = text ?? $"text of {id}";
        return new(id, content, new Dictionary<string, string>(), gold, ContentHash.Of(content), ContentHash.Of(content), null, "test.csv", 1);
    }

    public Task<IReadOnlyList<AddResult>> AddAsync(params Record[] records) => Records.AddAsync(Project.Name, records, Cancellation);

    /// <summary>Adds records r0, r1, … of which each has a text of its own.</summary>
    public Task AddAsync(int count, string? gold = null) => AddAsync([.. Enumerable.Range(0, count).Select(i => Record($"r{i}", gold: gold))]);

    public Task<LabellingRun> LabelAsync(ILabeller labeller, CancellationToken? cancellation = null)
        => Labelling.RunAsync(Project.Name, labeller, null, 4, null, cancellation ?? Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
