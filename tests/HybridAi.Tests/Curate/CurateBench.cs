using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;
using HybridAi.Tests.Serve;
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
        Journal = new(test.Database);
        Labelling = new(new(test.Database, Records), Journal, Runs, test.Clock);
        Settings = new(test.Database, test.Clock);
        Planner = new(test.Database);
        Resolved = new(test.Database, Planner);
        People = ServeBench.PeopleOver(test);
        Comments = new(test.Database, Records, test.Clock);
        Desk = new(
            test.Database, Planner, Records, Labels, new(test.Database, Planner, new(Records), Records, Labels, test.Clock), test.Clock);
        Disputes = new(test.Database, Planner, Records, Annotations, Comments, test.Clock);
        Doubts = new(test.Database);
        Recalibrations = new(test.Database);
        DoubtScores = new(Records, Labels, Runs, Resolved, new(Recalibrations, test.Clock), Doubts, test.Clock);
        Reliability = new(Labels, Runs, Resolved, Doubts);
        AutoAccept = new(Doubts, Records, Resolved, new(test.Database, test.Clock));
        Timeline = new([new AcceptedEvents(new(test.Database, test.Clock))], Records);
        Freezer = new(Records, Labels, Resolved, AutoAccept, Datasets);
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

    public LabellingJournal Journal { get; }

    public LabellingStage Labelling { get; }

    public ReviewSettingsStore Settings { get; }

    public QueuePlanner Planner { get; }

    public ResolvedLabels Resolved { get; }

    public ReviewIntake People { get; }

    public CommentStore Comments { get; }

    public ReviewDesk Desk { get; }

    public DisputeDesk Disputes { get; }

    public RecordTimeline Timeline { get; }

    public DoubtStore Doubts { get; }

    public RecalibrationStore Recalibrations { get; }

    public ReliabilityReports Reliability { get; }

    public DoubtScores DoubtScores { get; }

    public AutoAccept AutoAccept { get; }

    public DatasetFreezer Freezer { get; }

    /// <summary>An empty bench on which nothing is blind and nothing a check, unless settings say so.</summary>
    public static async Task<CurateBench> CreateAsync(string database, ReviewSettings? settings = null)
    {
        var bench = new CurateBench(await TestDatabase.CreateAsync(database));
        (await bench.Settings.SaveAsync(Project.Name, settings ?? new ReviewSettings(BlindShare: 0, GoldShare: 0), Cancellation)).Fault.ShouldBeNull();
        return bench;
    }

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
