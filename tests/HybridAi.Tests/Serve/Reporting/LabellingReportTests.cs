using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Review;
using HybridAi.Learn.Training;
using HybridAi.Serve.Reporting;
using HybridAi.Tests.Curate;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Serve.Reporting;

public class LabellingReportTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Errors_costs_and_minutes_are_those_of_what_people_reviewed(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(30);
        await SaveAsync(bench, Enumerable.Range(0, 30).Select(i => Label($"r{i}", i % 3 == 0 ? "login" : "bill", cost: i < 20 ? 0.01m : null)));
        for (var i = 0; i < 12; i++)
        {
            var item = (await bench.Desk.NextAsync(Project, "ann", QueueKind.Doubtful, null, Cancellation))!;
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            (await bench.Desk.AnswerAsync(MailVersion, Answer.Correct(item.Record.Id, "ann", "bill"), Cancellation)).Fault.ShouldBeNull();
        }

        var report = await Reports(bench).MakeAsync(MailVersion, Cancellation);

        var wrong = (await bench.Annotations.StandingAsync("mail", Cancellation)).Count(annotation => annotation.SuggestedLabel == "login");
        var run = report.Runs.ShouldHaveSingleItem();
        (run.Name, run.Labeller, run.Labelled, run.CostUsd, run.UnknownCosts).ShouldBe(("run-1", "llm", 30L, 0.2m, 10L));
        (run.Reviewed, run.Corrected).ShouldBe((12L, (long)wrong));
        run.Agreement!.Value.ShouldBe(1 - (wrong / 12.0), 1e-12);
        run.ReviewMinutes!.Value.ShouldBe(6, 1e-9);
        run.MinutesPerCorrected!.Value.ShouldBe(6.0 / wrong, 1e-9);
        run.UsdPerCorrected.ShouldBe(0.2m / wrong);
        run.Queues.Sum(queue => queue.Reviewed).ShouldBe(12);
        run.Queues.ShouldAllBe(queue => queue.Reason == "doubt");
        report.Weeks.Sum(week => week.Reviewed).ShouldBe(12);
    }

    [Fact]
    public async Task What_nobody_knows_is_null_and_said()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync(2);
        await SaveAsync(bench, [Label("r0", "bill", null), Label("r1", null, null)]);

        var report = await Reports(bench).MakeAsync(MailVersion, Cancellation);

        var run = report.Runs.ShouldHaveSingleItem();
        (run.Labelled, run.Failed, run.CostUsd, run.UnknownCosts).ShouldBe((1L, 1L, null, 2L));
        (run.Agreement, run.ReviewMinutes, run.UsdPerCorrected, run.MinutesPerCorrected).ShouldBe((null, null, null, null));
        report.Student.ShouldBeNull();
        report.Notes[^1].ShouldContain("unknown");
    }

    [Fact]
    public async Task A_student_learns_from_what_review_put_right()
    {
        await using var bench = await CreateAsync("sqlite");
        await bench.AddAsync([.. Enumerable.Range(0, 200).Select(i => Record($"r{i}", i % 2 == 0 ? $"pay invoice amount {i}" : $"password sign in account {i}"))]);
        // Two of three labels of one class are wrong as proposed.
        await SaveAsync(bench, Enumerable.Range(0, 200).Select(i => Label($"r{i}", i % 2 == 0 || i % 3 != 0 ? "bill" : "login", 0.001m)));
        for (var i = 0; i < 200; i++)
            (await bench.Desk.AnswerAsync(MailVersion, Answer.Correct($"r{i}", "ann", i % 2 == 0 ? "bill" : "login"), Cancellation)).Fault.ShouldBeNull();

        var student = (await Reports(bench).MakeAsync(MailVersion, Cancellation)).Student!;

        student.After.ShouldBeGreaterThan(0.95);
        student.Before.ShouldBeLessThan(student.After);
        student.DifferenceLower.ShouldBeLessThanOrEqualTo(student.After - student.Before);
        student.DifferenceUpper.ShouldBeGreaterThanOrEqualTo(student.After - student.Before);
        student.ChangedRows.ShouldBeGreaterThan(20);
        var held = await bench.Records.ReadAsync("mail", Cancellation).CountAsync(record => SplitAssignment.Of(record.GroupHash, Project.Split) != Split.Train, Cancellation);
        student.JudgedRows.ShouldBe(held);
    }

    [Theory]
    [InlineData("2026-11-16", "2026-11-16")]
    [InlineData("2026-11-22", "2026-11-16")]
    [InlineData("2027-01-01", "2026-12-28")]
    public void A_week_is_named_by_its_monday(string day, string monday) => LabellingTally.WeekOf(day).ShouldBe(monday);

    private static LabellingReports Reports(CurateBench bench) => new(
        bench.Database, bench.Planner, new(bench.Records, bench.Labels, bench.Resolved, new TrainerFamily([new TextLinearTrainer()])));

    private static Task SaveAsync(CurateBench bench, IEnumerable<Label> labels) => bench.Labels.SaveAsync("mail", [.. labels], Cancellation);

    private static Label Label(string record, string? label, decimal? cost)
        => new(record, label, label is null ? 0 : 0.8, "llm", "v1", "run-1", "", cost, null, new DateTimeOffset(2026, 11, 18, 9, 0, 0, TimeSpan.Zero));
}
