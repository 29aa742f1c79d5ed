using HybridAi.Curate.Labelling;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class RecalibratorTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task From_a_hundred_labels_judged_blind_on_confidences_are_as_sure_as_they_are_right(string database)
    {
        await using var bench = await OverconfidentAsync(database, reviewed: 220, blind: true);

        var summary = (await bench.DoubtScores.RunAsync(Project, "fake", 1, Cancellation)).Value;

        summary.Recalibrated.ShouldBe([ConfidenceSource.Own, ConfidenceSource.Agreement, ConfidenceSource.StudentMargin]);
        var wrong = (await bench.Doubts.FindAsync(Project.Name, "r235", Cancellation)).ShouldNotBeNull().Confidences[ConfidenceSource.Own];
        wrong.Said.ShouldBe(0.9);
        wrong.Chance.ShouldNotBeNull().ShouldBeLessThan(0.2);
        (await bench.Doubts.FindAsync(Project.Name, "r236", Cancellation)).ShouldNotBeNull().Confidences[ConfidenceSource.Own].Chance
            .ShouldNotBeNull().ShouldBeGreaterThan(0.9);
        var kept = (await bench.Recalibrations.NewestAsync(Project.Name, Cancellation)).Single(one => one.Source == ConfidenceSource.Own);
        kept.Labeller.ShouldBe("fake");
        kept.Curve.Apply(0.9).ShouldBe(wrong.Chance.Value, 1e-12);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_label_given_in_sight_of_the_suggestion_teaches_no_confidence(string database)
    {
        await using var bench = await OverconfidentAsync(database, reviewed: 220, blind: false);

        (await bench.DoubtScores.RunAsync(Project, "fake", 1, Cancellation)).Value.Recalibrated.ShouldBeEmpty();

        (await bench.Recalibrations.NewestAsync(Project.Name, Cancellation)).ShouldBeEmpty();
        var report = (await bench.Reliability.OfAsync(Project, "fake", Cancellation)).Value;
        report.Reviewed.ShouldBe(0);
        report.Sources[0].Ece.ShouldBeNull();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Labels_that_come_later_queue_by_the_recalibrated_confidence(string database)
    {
        await using var bench = await OverconfidentAsync(database, reviewed: 220, blind: true);
        await bench.DoubtScores.RunAsync(Project, "fake", 1, Cancellation);

        await bench.AddAsync(Record("late", "password login number 1000"));
        await bench.LabelAsync(Overconfident());
        await bench.Planner.FollowAsync(Project, Cancellation);

        await using var connection = await bench.Database.OpenAsync(Cancellation);
        (await Dapper.SqlMapper.ExecuteScalarAsync<double>(connection, "SELECT doubt FROM review_queue WHERE record_id = 'late'")).ShouldBeGreaterThan(0.8);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_report_says_how_far_each_confidence_can_be_believed(string database)
    {
        await using var bench = await OverconfidentAsync(database, reviewed: 220, blind: true);
        await bench.DoubtScores.RunAsync(Project, "fake", 1, Cancellation);

        var report = (await bench.Reliability.OfAsync(Project, "fake", Cancellation)).Value;

        report.Reviewed.ShouldBe(220);
        var own = report.Sources.Single(source => source.Source == ConfidenceSource.Own);
        own.Accuracy!.Value.ShouldBe(0.8, 1e-9);
        own.Auroc.ShouldBe(1);
        own.CoverageAtPrecision!["0.99"].ShouldBe(0.8, 1e-9);
        own.Curve!.Sum(bin => bin.Count).ShouldBe(220);
        own.Recalibrated.ShouldNotBeNull().Ece.ShouldBeLessThan(own.Ece!.Value / 2);
        report.Sources.Select(source => source.Source).ShouldBe([ConfidenceSource.Own, ConfidenceSource.Agreement, ConfidenceSource.StudentMargin]);
        report.Sources.ShouldAllBe(source => source.Rows == 220);
        (await bench.Reliability.OfAsync(Project, "nobody", Cancellation)).Fault.ShouldNotBeNull().Reason.ShouldContain("fake");
    }

    // Every fifth label is wrong, at a confidence of 0.9; the others are right at 0.95.
    private static async Task<CurateBench> OverconfidentAsync(string database, int reviewed, bool blind)
    {
        var bench = await CreateAsync(database);
        await bench.AddAsync([.. Enumerable.Range(0, 240).Select(i => Record($"r{i}", $"{(i % 2 == 0 ? "invoice payment" : "password login")} number {i}"))]);
        await bench.LabelAsync(new FakeLabeller(request => Truth(request), "other"));
        await bench.LabelAsync(Overconfident());
        for (var i = 0; i < reviewed; i++)
            (await bench.Desk.CorrectAsync(MailVersion, $"r{i}", "ann", i % 2 == 0 ? "bill" : "login", !blind, null, Cancellation)).Fault.ShouldBeNull();
        return bench;
    }

    private static FakeLabeller Overconfident() => new(request => Number(request) % 5 == 0
        ? Truth(request) with { Label = Truth(request).Label == "bill" ? "login" : "bill", Confidence = 0.9 }
        : Truth(request));

    private static Proposal Truth(LabelRequest request) => new(request.Text.StartsWith("invoice", StringComparison.Ordinal) ? "bill" : "login", 0.95, "", 0, null);

    private static int Number(LabelRequest request) => int.Parse(request.Text.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
