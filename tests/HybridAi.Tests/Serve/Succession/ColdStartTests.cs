using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Review;
using HybridAi.Jobs;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Storage;
using HybridAi.Tests.Learn;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Tests.Serve.Succession;

/// <summary>A project's whole life: the reference alone, labels gathered, a candidate by itself, promoted, its floor broken, the reference again.</summary>
public class ColdStartTests
{
    private static readonly SuccessionSettings Settings = new(
        Automatic: true, MostServedADay: 10_000, RetrainAfterLabels: 1_000, ShadowShare: 1, ShadowRequests: 100, CanaryShare: 0.5, CanaryRequests: 100, Margin: 0.05,
        SliceFields: ["channel"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_without_reviewed_data_becomes_cheaper_by_itself_and_falls_back_when_its_floor_breaks()
    {
        await using var bench = await LearnBench.CreateAsync();
        var world = new World(bench);
        using var predictor = world.Predictor;
        await world.Settings.SaveAsync("mail", Settings, Cancellation);

        // Nothing is reviewed: one tier, which answers everything.
        var first = await world.StartWithReferenceAsync();
        first.Definition.Evidence.Certificate.State.ShouldBe(CertificateState.Refused);
        (await world.Trigger.DueAsync("mail", Settings, Cancellation)).ShouldBeNull();

        // Labels gather by serving, and people review what is held out.
        await world.ServeAsync(0, 1_600);
        await world.ReviewHeldOutAsync();
        await world.Runner.TurnAsync(Cancellation);
        await world.Runner.TurnAsync(Cancellation);
        var job = (await world.Jobs.ListAsync("mail", 10, Cancellation)).ShouldHaveSingleItem();
        job.Kind.ShouldBe(LearnJob.KindName);

        var learned = (LearnedAgain)(await world.Job.RunAsync(job, new Progress<object>(), Cancellation)).Value;
        learned.Succession.ShouldNotBeNull(learned.Reason);
        (await world.Trigger.DueAsync("mail", Settings, Cancellation)).ShouldBeNull();
        var candidate = (await world.Routes.FindAsync("mail", learned.Route, Cancellation)).Value.Definition;
        (candidate.Steps[0].Tier, candidate.Evidence.Certificate.State).ShouldBe(("classical", CertificateState.Certified));
        candidate.Evidence.Certificate.Slices.ShouldHaveSingleItem().Slice.ShouldBe("channel=web");
        var dataset = (await world.Datasets.LoadAsync("mail", learned.Dataset, Cancellation)).Value;
        dataset.Rows.Where(row => row.Source == LabelSource.Labeller).ShouldAllBe(row => row.Split == Split.Train && !row.Reviewed && row.By == "llm:large");
        dataset.Rows.Count(row => row.Source == LabelSource.Labeller).ShouldBeGreaterThan(800);

        // Shadow, canary, live; what nobody asks again costs nothing.
        var states = new List<SuccessionState>();
        for (var from = 1_600; from < 2_600 && !states.Contains(SuccessionState.Promoted); from += 50)
        {
            await world.AuditAsync(await world.ServeAsync(from, 50), right: true);
            await world.Runner.TurnAsync(Cancellation);
            states.Add((await world.Successions.ListAsync("mail", Cancellation))[0].State);
        }

        states.Distinct().ShouldBe([SuccessionState.Shadow, SuccessionState.Canary, SuccessionState.Promoted]);
        (await world.Routes.LiveHashAsync("mail", Cancellation)).ShouldBe(learned.Route);
        var calls = world.Reference.Calls;
        var after = await world.ServeAsync(2_600, 100);
        (world.Reference.Calls - calls).ShouldBeLessThan(50);

        // The world turns: what the model says is no longer right.
        await world.AuditAsync([.. after.Where(answer => answer.Tier == "classical")], right: false);
        var live = (await world.Routes.LiveAsync("mail", Cancellation)).Value;
        live.Definition.Steps.ShouldHaveSingleItem().Labeller.ShouldBe("llm:large");
        (await world.Routes.HistoryAsync("mail", Cancellation))[^1].Reason.ShouldStartWith("floor broken");
        (await world.ServeAsync(2_700, 10)).ShouldAllBe(answer => answer.Tier == "large-llm");
    }

    /// <summary>Everything from labels to live routes over one database; the reference is a fake that knows all answers.</summary>
    private sealed class World
    {
        private readonly LearnBench _bench;
        private readonly RecordStore _records;
        private readonly RouteStage _stage;
        private readonly TierSource _source;
        private readonly List<DatasetRow> _rows;
        private readonly List<DatasetRow> _reviewed;

        public World(LearnBench bench)
        {
            _bench = bench;
            var (database, clock) = (bench.Database, bench.Clock);
            _rows = [.. MailRows.Dataset(train: 2_800, test: 0).Rows.DistinctBy(row => row.Text)];
            _reviewed = [.. MailRows.Dataset(train: 2_600, test: 0, seed: 7).Rows.DistinctBy(row => row.Text)];
            var truth = _rows.Concat(_reviewed).DistinctBy(row => row.Text).ToDictionary(row => row.Text, row => row.Label);
            Reference = new("llm:large", text => new(truth[text], 0.95, "", 0.002m, null));
            (Routes, _records, Datasets) = (new(database, clock), new(database, clock), new(database, bench.Artefacts, clock));
            var (labels, family) = (new LabelStore(database), new LabellerFamily([new FakeMember(Reference)]));
            _source = new(family, Datasets, bench.Registry, bench.Files, bench.People, new(database), clock);
            _stage = new(new(new(database, _records), new(database), new(database), clock), labels, Routes, new(_records));
            (Settings, Successions, Retrainings) = (new(database, clock), new(database, Routes, clock), new(database, clock));
            var pairs = new PairStore(database, clock);
            var floors = new FloorMonitor(database, Routes, clock, NullLogger<FloorMonitor>.Instance);
            Intake = new(floors, Successions, pairs, Settings);
            var novelty = new ServedNovelty(database, Datasets, _source.OpenAsync, clock);
            Trigger = new(Routes, bench.Registry, Datasets, Retrainings, Successions, novelty);
            var resolved = new ResolvedLabels(database, new(database));
            var freezer = new DatasetFreezer(_records, labels, resolved, new(new(database), _records, resolved, new(database, clock)), Datasets);
            Job = new(new(database, clock), new(
                freezer, bench.Stage, bench.Registry, new(_source, family, bench.Registry), _stage, Routes, Successions, Settings));
            var (store, kinds) = (new JobStore(database, clock), new JobKinds([Job]));
            Jobs = new(store, kinds, new(store, kinds, Options.Create(new HybridAiOptions()), clock, NullLogger<JobRunner>.Instance));
            Runner = new(
                Settings, Successions, new(Successions, pairs, Routes, floors, NullLogger<Referee>.Instance), floors, new(database, Intake), Trigger,
                Retrainings, Jobs, new(), clock,
                NullLogger<SuccessionRunner>.Instance);
            var beside = new Beside(Successions, pairs, Settings, new(database, new(database, _records), labels, clock), novelty, new(new(), clock), new(), NullLogger<Beside>.Instance);
            Predictor = new(Routes, _source.OpenAsync, new(database), new(database, new() { Enabled = false }, clock), bench.People, new(), new(), clock, NullLogger<Predictor>.Instance, beside);
        }

        public FakeLabeller Reference { get; }

        public RouteStore Routes { get; }

        public DatasetStore Datasets { get; }

        public SuccessionSettingsStore Settings { get; }

        public SuccessionStore Successions { get; }

        public RetrainingStore Retrainings { get; }

        public RetrainingTrigger Trigger { get; }

        public AuditIntake Intake { get; }

        public LearnJob Job { get; }

        public JobDesk Jobs { get; }

        public SuccessionRunner Runner { get; }

        public Predictor Predictor { get; }

        public async Task<StoredRoute> StartWithReferenceAsync()
        {
            var unreviewed = MailRows.Row("seen", "no1 pay open x1", "bill", Split.Train, LabelSource.Labeller);
            var dataset = (await Datasets.SaveAsync(LearnBench.MailVersion, [unreviewed], Cancellation)).Value;
            var route = (await _stage.RunAsync(LearnBench.MailVersion, dataset, [new(TierNames.LargeLlm, Reference, null)], new(), null, null, Cancellation)).Value;
            await Routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
            return route;
        }

        public async Task<IReadOnlyList<HybridAi.Serve.Prediction.Prediction>> ServeAsync(int from, int count)
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            var answers = new List<HybridAi.Serve.Prediction.Prediction>();
            foreach (var request in _rows.Skip(from).Take(count).Select(row => new PredictionRequest(null, row.Text)).Chunk(500))
                answers.AddRange((await Predictor.PredictAsync("mail", request, Cancellation)).Value);
            return answers;
        }

        public async Task ReviewHeldOutAsync()
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await _records.AddAsync("mail", [.. _reviewed.Index().Select(row => new Record(
                $"reviewed-{row.Index}", row.Item.Text, new Dictionary<string, string> { ["channel"] = "web" }, row.Item.Label, ContentHash.Of(row.Item.Text), ContentHash.Of(row.Item.Text), null,
                "reviewed.csv", 1)).Where(record => SplitAssignment.Of(record.GroupHash, LearnBench.Mail.Split) != Split.Train)], Cancellation);
        }

        public async Task AuditAsync(IReadOnlyList<HybridAi.Serve.Prediction.Prediction> answers, bool right)
        {
            foreach (var answer in answers)
            {
                var gold = right ? answer.Label : LearnBench.Mail.Labels.First(label => label.Name != answer.Label).Name;
                await Intake.TakeAsync(SuccessionBench.Audit(answer, gold, gold), Cancellation);
            }
        }
    }

    private sealed class FakeMember(ILabeller labeller) : ILabellerMember
    {
        public string Name => "llm";

        public string Usage => "llm:ALIAS";

        public Outcome<ILabeller> Create(string? argument, LabellerContext context) => Success.Of(labeller);
    }
}
