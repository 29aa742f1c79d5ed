using HybridAi.Curate.Datasets;
using HybridAi.Curate.Exchange;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Curate.Exchange;

/// <summary>Export and import over one empty database, for any project.</summary>
internal sealed class ExchangeBench : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly TestFolder _folder;
    private int _exports;

    private ExchangeBench(TestDatabase test, TestFolder folder, Project project)
    {
        (_test, _folder, Project) = (test, folder, new(1, project, project.Hash(), DateTimeOffset.UnixEpoch));
        Records = new(test.Database, test.Clock);
        Labels = new(test.Database);
        var planner = new QueuePlanner(test.Database);
        var artefacts = new ArtefactStore(folder.Root);
        Datasets = new(test.Database, artefacts, test.Clock);
        Source = new(test.Database, Records, Datasets, artefacts, planner);
        Resolved = new(test.Database, planner);
        Options = new() { DataDirectory = folder.Root };
        Stage = new(test.Database, Records, Labels, new(test.Database, planner), new(test.Database), Options, test.Clock);
        Settings = new(test.Database, test.Clock);
    }

    public static ExchangeFamily Family { get; } =
        new([new JsonLinesFormat(), new CsvFormat(), new LabelStudioFormat(), new DoccanoFormat(), new HuggingFaceFormat()]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ProjectVersion Project { get; }

    public RecordStore Records { get; }

    public HybridAi.Curate.Labelling.LabelStore Labels { get; }

    public DatasetStore Datasets { get; }

    public ExportSource Source { get; }

    public ResolvedLabels Resolved { get; }

    public HybridAiOptions Options { get; }

    public ImportStage Stage { get; }

    public ReviewSettingsStore Settings { get; }

    public static async Task<ExchangeBench> CreateAsync(Project project, string database = "sqlite")
        => new(await TestDatabase.CreateAsync(database), new(), project);

    public string Write(string name, string content)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Exports and returns where it stands.</summary>
    public async Task<string> ExportAsync(string format, ExportSelection selection = ExportSelection.Records)
    {
        var member = Family.Find(format).Value;
        var path = _folder.File($"export-{_exports++}{member.Extension}");
        var content = (await Source.OpenAsync(Project, selection, Cancellation)).Value;
        if (member.Extension is null)
        {
            await member.WriteAsync(content, new FolderTarget(path), Cancellation);
            return path;
        }

        await using var stream = File.Create(path);
        await member.WriteAsync(content, new StreamTarget(stream), Cancellation);
        return path;
    }

    public Task<Outcome<ImportReport>> TryImportAsync(string format, string path, string? annotator = null)
        => Stage.RunAsync(Project, Family.Find(format).Value, new(path, "import", annotator), null, Cancellation);

    public async Task<ImportReport> ImportAsync(string format, string path, string? annotator = null)
    {
        var report = (await TryImportAsync(format, path, annotator)).Value;
        (report.Accepted + report.AlreadyThere + report.Rejected).ShouldBe(report.Rows);
        return report;
    }

    /// <summary>All that the project holds.</summary>
    public async Task<List<ExchangeItem>> ItemsAsync()
        => await (await Source.OpenAsync(Project, ExportSelection.Records, Cancellation)).Value.Items.ToListAsync(Cancellation);

    public static List<Reject> RejectsOf(ImportReport report)
        => report.RejectFile is null ? [] : [.. File.ReadAllLines(report.RejectFile).Select(Json.Read<Reject>)];

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
