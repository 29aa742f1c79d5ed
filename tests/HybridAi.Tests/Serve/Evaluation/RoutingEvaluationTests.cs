using System.Globalization;
using HybridAi.Curate.Ingestion;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Evaluation;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Evaluation;

public sealed class RoutingEvaluationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_trial_says_what_was_saved_and_that_the_floor_was_held()
    {
        await WriteAsync(Rows(1_600));

        var report = (await RunAsync()).Value;

        report.Seeds.Count.ShouldBe(2);
        var trial = report.Seeds[0];
        (trial.TrainRows, trial.TestRows, trial.Reference.Model).ShouldBe((800, 800, "large"));
        (trial.Certificate.Certified, trial.FloorHeld).ShouldBe((true, true));
        trial.Routed.CostCut.ShouldBeGreaterThan(0.5);
        trial.Routed.Shares.Values.Sum().ShouldBe(1, 1e-9);
        trial.Reference.CostUsd!.Value.ShouldBe(800 * 0.01m);
        trial.Routed.CostUsd!.Value.ShouldBe(trial.Reference.CostUsd.Value * (decimal)(1 - trial.Routed.CostCut), 0.001m);
        trial.Oracle.Accuracy.ShouldBeGreaterThanOrEqualTo(trial.Routed.Accuracy);
        trial.Student!.Accuracy.ShouldBeGreaterThan(0.8);
        report.Summary.MeanCostCut.ShouldBe(report.Seeds.Average(seed => seed.Routed.CostCut), 1e-9);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures()
    {
        await WriteAsync(Rows(500));

        var (first, second) = ((await RunAsync(seeds: 1)).Value, (await RunAsync(seeds: 1)).Value);

        HybridAi.Storage.Json.Write(second.Seeds).ShouldBe(HybridAi.Storage.Json.Write(first.Seeds));
    }

    [Fact]
    public async Task Without_a_certificate_everything_goes_to_the_reference_and_nothing_is_saved()
    {
        await WriteAsync(Rows(30));

        var report = (await RunAsync()).Value;

        report.Seeds.ShouldAllBe(trial => !trial.Certificate.Certified && trial.Routed.CostCut == 0 && trial.FloorHeld);
        report.Seeds[0].Routed.Accuracy.ShouldBe(report.Seeds[0].Reference.Accuracy);
        report.Summary.MeanCostCut.ShouldBe(0);
    }

    [Theory, InlineData("none"), InlineData("small"), InlineData("gold")]
    public async Task The_student_learns_from_whom_it_is_told_to(string student)
    {
        await WriteAsync(Rows(600));

        var trial = (await RunAsync(student: student, seeds: 1)).Value.Seeds[0];

        (trial.Student is null).ShouldBe(student == "none");
    }

    [Fact]
    public async Task Held_out_rows_judge_a_student_that_learned_from_the_others()
    {
        await WriteAsync(Rows(1_600));

        var trial = (await RunAsync(seeds: 1, showing: Showing.HeldOut)).Value.Seeds[0];

        (trial.Student is not null, trial.Certificate.Certified).ShouldBe((true, true));
        trial.Routed.CostCut.ShouldBeGreaterThan(0.5);
        // Half of the 800 rows judge.
        trial.Certificate.Reason.ShouldContain("On 400 reviewed rows");
    }

    [Fact]
    public async Task Two_files_are_not_parted()
    {
        await WriteAsync(Rows(400));
        var tests = Path.GetTempFileName();
        await File.WriteAllLinesAsync(tests, Rows(120, seed: 9), Cancellation);

        var trial = (await RunAsync(seeds: 1, tests: tests)).Value.Seeds[0];
        File.Delete(tests);

        (trial.TrainRows, trial.TestRows).ShouldBe((400, 120));
    }

    [Fact]
    public async Task Missing_answers_strange_labels_unknown_costs_and_one_label_alone_are_said()
    {
        var rows = Rows(400).Select((line, i) => i % 10 == 0 ? line.Replace("\"small\":", "\"other\":") : line)
            .Select((line, i) => i % 7 == 0 ? line.Replace("\"label\":\"bill\",\"costUsd\":0.0005", "\"label\":\"banana\",\"costUsd\":0.0005") : line);
        await WriteAsync(rows);
        var missing = (await RunAsync(seeds: 1)).Value.Seeds[0].Notes;
        await WriteAsync(Rows(400).Select(line => line.Replace(",\"costUsd\":0.01", "")));
        var unpriced = (await RunAsync(seeds: 1, reference: "large")).Value.Seeds[0];
        await WriteAsync(Rows(200).Where(line => line.Contains("\"gold\":\"bill\"")));
        var single = (await RunAsync(seeds: 1)).Value.Seeds[0];

        missing.ShouldContain(note => note.Contains("small gave no answer"));
        missing.ShouldContain(note => note.Contains("outside the list"));
        unpriced.Notes.ShouldContain(note => note.Contains("price of large is unknown"));
        (unpriced.Routed.CostUsd, unpriced.Reference.CostUsd).ShouldBe((null, null));
        single.Notes.ShouldContain(note => note.Contains("one label"));
        single.Student.ShouldBeNull();
    }

    [Fact]
    public async Task A_reference_worse_than_a_cheap_model_is_said_and_the_better_one_offered()
    {
        await WriteAsync(Rows(600));

        var trial = (await RunAsync(seeds: 1, reference: "small")).Value.Seeds[0];

        trial.Notes.ShouldContain(note => note.Contains("consider large as the reference"));
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_its_place()
    {
        await WriteAsync(Rows(20).Select(line => line.Replace("\"gold\"", "\"guess\"")));
        (await RunAsync()).Fault!.Code.ShouldBe("gold-missing");
        await WriteAsync(Rows(20));
        (await RunAsync(reference: "huge")).Fault!.Reason.ShouldContain("It has: small, large.");
        (await RunAsync(student: "huge")).Fault!.Code.ShouldBe("model-unknown");
        await WriteAsync([Rows(1).Single(), "{\"text\": 3}"]);
        var broken = (await RunAsync()).Fault!;
        (broken.Code, broken.Place).ShouldBe(("answers-unreadable", $"{_file}:2"));
        await WriteAsync(Rows(1));
        (await RunAsync()).Fault!.Code.ShouldBe("rows-too-few");
    }

    private static IEnumerable<string> Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        string[] labels = ["bill", "login", "parcel"];
        string[][] words = [["invoice", "payment", "charge"], ["password", "account", "token"], ["box", "courier", "tracking"]];
        for (var i = 0; i < count; i++)
        {
            var gold = random.Next(3);
            var text = $"the {words[random.NextDouble() < 0.93 ? gold : random.Next(3)][random.Next(3)]} of {i}";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{{\"id\":\"r{i}\",\"text\":\"{text}\",\"gold\":\"{labels[gold]}\",\"answers\":{{\"small\":{{\"label\":\"{Said(0.85)}\",\"costUsd\":0.0005}},\"large\":{{\"label\":\"{Said(0.93)}\",\"costUsd\":0.01}}}}}}");

            string Said(double accuracy) => labels[random.NextDouble() < accuracy ? gold : random.Next(3)];
        }
    }

    private Task WriteAsync(IEnumerable<string> lines) => File.WriteAllLinesAsync(_file, lines, Cancellation);

    private Task<Outcome<RoutingEvaluationReport>> RunAsync(int seeds = 2, string student = "gold", string? reference = null, string? tests = null, Showing showing = Showing.CrossFitted)
        => new RoutingEvaluation(new IngestionOptions(), TimeProvider.System).RunAsync(
            new(_file, tests, null, 0.5, seeds, 1, reference, student, new RouteSettings(Margin: 0.02, Showing: showing)), null, Cancellation);
}
