using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;
using HybridAi.Storage;
using HybridAi.Tests.Serve;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Learn;

/// <summary>The learning stages over one empty database that holds a small project.</summary>
internal sealed class LearnBench : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly TestFolder _folder = new();

    private LearnBench(TestDatabase test)
    {
        _test = test;
        Artefacts = new(_folder.Root);
        Trainers = new([new TextLinearTrainer()]);
        Labellers = new([new LexicalLabellerMember(test.Clock)]);
        Registry = new(test.Database, test.Clock);
        Files = new(Artefacts, Trainers);
        People = ServeBench.PeopleOver(test);
        Stage = new(Trainers, new ModelJudge(Labellers), Files, Registry, test.Clock, NullLogger<TrainingStage>.Instance);
    }

    public static Project Mail { get; } = new(
        "mail", ProjectKind.TextClassification, "text", "label", null, [], null,
        [new("bill", "invoices"), new("login", "signing in"), new("parcel", "deliveries")], new());

    public static ProjectVersion MailVersion { get; } = new(1, Mail, Mail.Hash(), DateTimeOffset.UnixEpoch);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IDatabase Database => _test.Database;

    public TestClock Clock => _test.Clock;

    public ArtefactStore Artefacts { get; }

    public TrainerFamily Trainers { get; }

    public LabellerFamily Labellers { get; }

    public ModelRegistry Registry { get; }

    public ModelFile Files { get; }

    public ReviewIntake People { get; }

    public TrainingStage Stage { get; }

    public static async Task<LearnBench> CreateAsync(string database = "sqlite")
    {
        var bench = new LearnBench(await TestDatabase.CreateAsync(database));
        await new ProjectStore(bench.Database, bench.Clock).SaveAsync(Mail, Cancellation);
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
