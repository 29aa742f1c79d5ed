using HybridAi.Curate.Datasets;
using HybridAi.Curate.Review;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Review;

public class AutoAcceptTests
{
    private static readonly AutoAcceptRule Rule = new(0.8, 0.8, Audits: 20);

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Audited_labels_teach_and_never_judge(string database)
    {
        await using var bench = await LabelledAsync(database, 150);
        var report = (await bench.AutoAccept.SetAsync(Project, Rule, Cancellation)).Value;
        report.State.ShouldBe(AutoAcceptState.Auditing);
        (await FreezeAsync(bench)).Fault.ShouldNotBeNull().Code.ShouldBe("nothing-labelled");

        report = await AuditAsync(bench, report, until: AutoAcceptState.Accepting, right: true);

        report.Accepted.ShouldBeInRange(1, report.Candidates);
        report.Verdict.Audits.ShouldBe(20);
        var accepted = (await bench.AutoAccept.AcceptedAsync(Project, Cancellation)).Values.First();
        var told = (await bench.Timeline.OfAsync(Project, accepted.RecordId, Cancellation)).Value.Single(one => one.Kind == TimelineKind.AutoAccepted);
        told.Label.ShouldBe(accepted.Label);
        told.Facts["precision"].ShouldBe("0.8");
        var rows = (await FreezeAsync(bench)).Value.Rows;
        rows.Count(row => row.Source == LabelSource.AutoAccepted).ShouldBeGreaterThan(0);
        rows.Where(row => row.Source == LabelSource.AutoAccepted).ShouldAllBe(row => row.Split == Split.Train && !row.Reviewed && row.By == "fake");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task It_stops_when_audits_break_the_bound(string database)
    {
        await using var bench = await LabelledAsync(database, 300);
        var report = (await bench.AutoAccept.SetAsync(Project, Rule, Cancellation)).Value;
        report = await AuditAsync(bench, report, AutoAcceptState.Accepting, right: true);

        report = await AuditAsync(bench, report, AutoAcceptState.Stopped, right: false);

        report.Accepted.ShouldBe(0);
        report.Reason.ShouldStartWith("Stopped");
        (await bench.AutoAccept.AcceptedAsync(Project, Cancellation)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Audits_that_find_too_much_wrong_refuse_and_say_so(string database)
    {
        await using var bench = await LabelledAsync(database, 150);
        var report = (await bench.AutoAccept.SetAsync(Project, Rule, Cancellation)).Value;

        report = await AuditAsync(bench, report, AutoAcceptState.Refused, right: false);

        report.Accepted.ShouldBe(0);
        report.NextAudit.ShouldBeNull();
        report.Reason.ShouldContain("where 20.0 % is allowed");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_label_that_was_seen_is_no_audit(string database)
    {
        await using var bench = await LabelledAsync(database, 150);
        var before = (await bench.AutoAccept.SetAsync(Project, Rule, Cancellation)).Value;

        (await bench.Desk.CorrectAsync(MailVersion, before.NextAudit!, "ann", "bill", true, null, Cancellation)).Fault.ShouldBeNull();

        var after = (await bench.AutoAccept.ReportAsync(Project, Cancellation)).Value;
        after.Verdict.Audits.ShouldBe(0);
        after.NextAudit.ShouldNotBe(before.NextAudit);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_rule_needs_doubts_and_a_precision_in_range(string database)
    {
        await using var bench = await CreateAsync(database);

        (await bench.AutoAccept.SetAsync(Project, new(), Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("doubts-missing");
        (await bench.AutoAccept.SetAsync(Project, new(Precision: 1), Cancellation)).Fault.ShouldNotBeNull().Place.ShouldBe("precision");
        (await bench.AutoAccept.SetAsync(Project, new(Audits: 0), Cancellation)).Fault.ShouldNotBeNull().Place.ShouldBe("audits");
        (await bench.AutoAccept.ReportAsync(Project, Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("auto-accept-not-set");
    }

    internal static async Task<CurateBench> LabelledAsync(string database, int count)
    {
        var bench = await CreateAsync(database);
        await bench.AddAsync([.. Enumerable.Range(0, count).Select(i => Record($"r{i}", $"{(i % 2 == 0 ? "invoice payment" : "password login")} number {i}"))]);
        await bench.LabelAsync(new FakeLabeller(request => new(request.Text.StartsWith("invoice", StringComparison.Ordinal) ? "bill" : "login", 0.9, "", 0, null)));
        (await bench.DoubtScores.RunAsync(Project, null, 1, Cancellation)).Fault.ShouldBeNull();
        return bench;
    }

    private static async Task<AutoAcceptReport> AuditAsync(CurateBench bench, AutoAcceptReport report, AutoAcceptState until, bool right)
    {
        for (var audits = 0; audits < 150 && report.State != until && report.NextAudit is { } id; audits++)
        {
            var suggested = (await bench.Doubts.FindAsync(Project.Name, id, Cancellation)).ShouldNotBeNull().Label;
            var label = right ? suggested : suggested == "bill" ? "login" : "bill";
            (await bench.Desk.CorrectAsync(MailVersion, id, "ann", label, false, null, Cancellation)).Fault.ShouldBeNull();
            report = (await bench.AutoAccept.ReportAsync(Project, Cancellation)).Value;
        }

        report.State.ShouldBe(until);
        return report;
    }

    private static Task<Outcome<Dataset>> FreezeAsync(CurateBench bench)
        => bench.Freezer.FreezeAsync(MailVersion, new FreezeOptions([], AutoAccepted: true), Cancellation);
}
