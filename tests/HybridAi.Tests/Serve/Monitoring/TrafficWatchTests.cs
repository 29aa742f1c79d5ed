using Dapper;
using HybridAi.Jobs.Webhooks;
using HybridAi.Learning.Drift;
using HybridAi.Serve.Monitoring;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Monitoring;

public class TrafficWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Drift_raises_one_alert_that_counts_up_tells_webhooks_and_asks_people(string database)
    {
        await using var bench = await MonitoringBench.CreateAsync(database);
        (await new WebhookStore(bench.Learn.Database, new(), bench.Learn.Clock).AddAsync("mail", "https://example.org/hook", [WebhookEvents.MonitoringAlert], Cancellation)).Fault.ShouldBeNull();
        await bench.ServeAlikeAsync(120, seed: 5);

        var calm = (await bench.Watch.LookAsync("mail", Cancellation))!.Report;

        calm.Drift!.Alarm.ShouldBeFalse();
        calm.Skew.ShouldBe(new(120, 0));
        calm.ToReview.ShouldBe(2);
        (await bench.Alerts.ListAsync("mail", open: true, 100, Cancellation)).ShouldBeEmpty();

        await bench.ServeAsync(Enumerable.Range(0, 120).Select(i => $"altogether unheard matters of kind {i}"));
        var drifted = (await bench.Watch.LookAsync("mail", Cancellation))!.Report;
        await bench.ServeAsync(Enumerable.Range(200, 120).Select(i => $"altogether unheard matters of kind {i}"));
        await bench.Watch.LookAsync("mail", Cancellation);

        drifted.Drift!.Findings.Single(finding => finding.Column == TextDrift.Texts).Value.ShouldBeGreaterThan(0.9);
        var alerts = await bench.Alerts.ListAsync("mail", open: true, 100, Cancellation);
        var input = alerts.Single(alert => alert.Kind == AlertKind.InputDrift);
        input.Times.ShouldBe(2);
        input.Reason.ShouldNotContain("unheard");
        drifted.ToReview.ShouldBeInRange(20, 22);
        await using var connection = await bench.Learn.Database.OpenAsync(Cancellation);
        (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM webhook_deliveries WHERE event = 'monitoring.alert'")).ShouldBe(alerts.Count);
        (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM review_queue WHERE asked IS NOT NULL")).ShouldBeGreaterThanOrEqualTo(24);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_alert_that_somebody_took_note_of_is_followed_by_a_new_one(string database)
    {
        await using var bench = await MonitoringBench.CreateAsync(database);
        var finding = new Finding(AlertKind.Skew, "model", "Something differs.");
        (await bench.Alerts.RaiseAsync("mail", finding, Cancellation)).ShouldBeTrue();
        (await bench.Alerts.RaiseAsync("mail", finding, Cancellation)).ShouldBeFalse();
        var raised = (await bench.Alerts.ListAsync("mail", open: true, 100, Cancellation)).ShouldHaveSingleItem();

        (await bench.Alerts.AcknowledgeAsync("mail", raised.Id, "ann", "rolled back", Cancellation)).Value.AcknowledgedBy.ShouldBe("ann");
        (await bench.Alerts.AcknowledgeAsync("mail", raised.Id, "bob", null, Cancellation)).Value.AcknowledgedBy.ShouldBe("ann");

        (await bench.Alerts.RaiseAsync("mail", finding, Cancellation)).ShouldBeTrue();
        (await bench.Alerts.ListAsync("mail", open: true, 100, Cancellation)).ShouldHaveSingleItem().Id.ShouldNotBe(raised.Id);
        (await bench.Alerts.ListAsync("mail", open: false, 100, Cancellation)).Count.ShouldBe(2);
        (await bench.Alerts.OpenAsync(Cancellation))["mail"].ShouldBe(1);
        (await bench.Alerts.AcknowledgeAsync("mail", "alert-none", "ann", null, Cancellation)).Fault!.Code.ShouldBe("alert-unknown");
    }

    [Fact]
    public async Task Serving_that_says_something_else_than_the_model_is_skew()
    {
        await using var bench = await MonitoringBench.CreateAsync();
        var texts = HybridAi.Tests.Learn.MailRows.Dataset(train: 80, test: 0, seed: 5).Rows.Select(row => row.Text).ToList();
        await bench.ServeAsync(texts[..60]);
        bench.Learn.Clock.Advance(-TimeSpan.FromHours(1));
        await bench.ServeAsync(texts[60..], more: 0.01);

        var report = (await bench.Watch.LookAsync("mail", Cancellation))!.Report;

        report.Skew.ShouldBe(new(80, 20));
        (await bench.Alerts.ListAsync("mail", open: true, 100, Cancellation)).ShouldContain(alert => alert.Kind == AlertKind.Skew && alert.Reason.StartsWith("20 of 80"));
    }

    [Fact]
    public async Task A_window_waits_for_its_hour_and_for_enough_texts_and_is_closed_once()
    {
        await using var bench = await MonitoringBench.CreateAsync();
        await bench.ServeAlikeAsync(30, seed: 5);
        (await bench.Watch.LookAsync("mail", Cancellation)).ShouldBeNull();
        await bench.ServeAlikeAsync(40, seed: 6);

        var window = await bench.Watch.LookAsync("mail", Cancellation);
        await bench.ServeAlikeAsync(60, seed: 7);
        bench.Learn.Clock.Advance(-TimeSpan.FromMinutes(30));

        window!.Report.Texts.ShouldBe(70);
        (window.EndedAt - window.BeganAt).ShouldBe(TimeSpan.FromHours(2));
        (await bench.Watch.LookAsync("mail", Cancellation)).ShouldBeNull();
        (await bench.Windows.AddAsync(window, [new(AlertKind.Skew, "m", "again")], Cancellation)).ShouldBeNull();
        (await bench.Alerts.ListAsync("mail", open: false, 100, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_without_enough_held_out_rows_is_said_to_have_no_reference()
    {
        await using var bench = await MonitoringBench.CreateAsync(heldOut: 30);
        await bench.ServeAlikeAsync(60, seed: 5);

        var report = (await bench.Watch.LookAsync("mail", Cancellation))!.Report;

        report.Drift.ShouldBeNull();
        report.Note.ShouldNotBeNull().ShouldContain("drift is told from 50 on");
    }

    [Fact]
    public async Task Texts_and_windows_are_forgotten_when_they_are_old()
    {
        await using var bench = await MonitoringBench.CreateAsync();
        await bench.ServeAlikeAsync(60, seed: 5);
        await bench.Watch.LookAsync("mail", Cancellation);
        var runner = new MonitoringRunner(
            new(bench.Options, bench.Learn.Clock), bench.Served, bench.Watch, bench.Windows, bench.Alerts, new(), bench.Options, bench.Learn.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<MonitoringRunner>.Instance);

        bench.Learn.Clock.Advance(TimeSpan.FromDays(8));
        await runner.TurnAsync(Cancellation);

        (await bench.Served.SinceAsync("mail", DateTimeOffset.MinValue, Cancellation)).ShouldBeEmpty();
        (await bench.Windows.ListAsync("mail", 10, Cancellation)).Count.ShouldBe(1);
        bench.Learn.Clock.Advance(TimeSpan.FromDays(400));
        await runner.TurnAsync(Cancellation);
        (await bench.Windows.ListAsync("mail", 10, Cancellation)).ShouldBeEmpty();
    }
}
