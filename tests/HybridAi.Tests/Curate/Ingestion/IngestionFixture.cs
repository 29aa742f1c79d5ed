using System.Text;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Tests.Curate.Ingestion;

/// <summary>A folder, a database and a project with the labels greet and part, for one test.</summary>
public sealed class IngestionFixture : IAsyncLifetime
{
    public static readonly Project Project = new(
        "support", ProjectKind.TextClassification, "text", "label", null, [], null, [new("greet", ""), new("part", "")], new SplitShares());

    public IngestionFixture()
    {
        Database = new SqliteDatabase(Path.Combine(Folder, "test.db"));
        Records = new RecordStore(Database, TimeProvider.System);
        Ingestions = new IngestionStore(Database);
        Options = new HybridAiOptions { DataDirectory = Folder };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("hybridai-ingestion-").FullName;

    public SqliteDatabase Database { get; }

    public RecordStore Records { get; }

    public IngestionStore Ingestions { get; }

    public HybridAiOptions Options { get; }

    public IngestionStage Stage => new(Records, Ingestions, Options, TimeProvider.System);

    public async ValueTask InitializeAsync() => await new Migrator(Database, TimeProvider.System).MigrateAsync(CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string Write(string name, string content, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public Task<Outcome<IngestionReport>> RunAsync(IngestionRequest request, Project? project = null)
        => Stage.RunAsync(project ?? Project, request, null, TestContext.Current.CancellationToken);

    public async Task<IngestionReport> IngestAsync(string path, Project? project = null)
    {
        var outcome = await RunAsync(new IngestionRequest(path), project);
        outcome.Fault.ShouldBeNull();
        var profile = outcome.Value.Profile;
        (profile.Accepted + profile.Rejected + profile.AlreadyThere).ShouldBe(profile.Rows);
        return outcome.Value;
    }

    public async Task<List<Record>> StoredAsync()
        => await Records.ReadAsync(Project.Name, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public static List<Reject> RejectsOf(IngestionReport report)
        => report.RejectFile is null ? [] : [.. File.ReadAllLines(report.RejectFile).Select(Json.Read<Reject>)];
}
