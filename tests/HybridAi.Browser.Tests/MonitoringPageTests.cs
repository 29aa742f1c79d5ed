using HybridAi.Api.Access;
using HybridAi.Learning.Drift;
using HybridAi.Serve.Monitoring;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class MonitoringPageTests
{
    private const string Page = "/projects/mail/monitoring";

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task Traffic_drift_and_alerts_are_shown_and_an_alert_is_taken_note_of(ColorScheme scheme, int width, string name)
    {
        await using var bench = await OpenAsync();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("own", Role.Owner, complaints, width, scheme);
        await page.GotoAsync("/projects/mail");
        await page.GetByRole(AriaRole.Link, new() { Name = "Monitoring", Exact = true }).Last.ClickAsync();
        await page.WaitForURLAsync($"**{Page}");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Nothing needs looking at");
        (await page.Locator(".empty").InnerTextAsync()).ShouldContain("No window of traffic has been looked at yet");
        await Desk.LookAsync(page, $"monitoring-none-{name}");

        await FillAsync(bench);
        await page.ReloadAsync();

        (await page.Locator("h1").InnerTextAsync()).ShouldBe("One alert is open");
        (await page.Locator(".spark-line").CountAsync()).ShouldBe(4);
        (await page.Locator(".spark-mark").CountAsync()).ShouldBe(1);
        (await page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Evidence of drift: 24 windows, the newest drifted, alarms in 1$") }).CountAsync()).ShouldBe(1);
        (await page.Locator("section", new() { Has = page.Locator("#drift") }).InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("240 texts"), text => text.ShouldContain("area of a classifier"), text => text.ShouldContain("drifted"));
        await Desk.LookAsync(page, $"monitoring-{name}");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        await page.GotoAsync("/monitoring");
        (await page.Locator(".card").InnerTextAsync()).ShouldSatisfyAllConditions(text => text.ShouldContain("mail"), text => text.ShouldContain("1 alert"));
        await Desk.LookAsync(page, $"monitoring-all-{name}");

        await page.GotoAsync(Page);
        await page.GetByLabel("What was done about it").FillAsync("A campaign; no harm.");
        await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Take note" }).ClickAsync(), answer => answer.Request.IsNavigationRequest && answer.Status is not (>= 300 and < 400));
        await page.WaitForLoadStateAsync();

        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Nothing needs looking at");
        var alert = (await bench.Get<AlertStore>().ListAsync("mail", open: false, 10, Cancellation)).ShouldHaveSingleItem();
        (alert.AcknowledgedBy, alert.Note).ShouldBe(("own", "A campaign; no harm."));
        (await bench.Get<AuditLog>().ReadAsync("mail", null, 100, Cancellation)).ShouldContain(line => line.Action == "alert.acknowledge" && line.Target == alert.Id);
        complaints.ShouldBeEmpty();
    }

    // A day of windows, the last of them drifted.
    private static async Task FillAsync(ReviewBench bench)
    {
        var from = DateTimeOffset.UnixEpoch.AddYears(56);
        for (var hour = 0; hour < 24; hour++)
        {
            var (drifted, fast) = (hour == 23, 3 + hour % 3);
            var latency = new LatencyHistogram([.. Enumerable.Range(0, LatencyHistogram.BoundsMicros.Count + 1).Select(bucket => bucket == fast ? 800L : bucket == 9 ? 60 : 0)]);
            var tier = new TierTraffic(new string('a', 64), "classical", 900 + 40 * hour, 0.25 + hour / 90.0, 1, 0, 0.2m, 0, latency);
            DriftFinding[] findings =
            [
                new(TextDrift.Texts, DriftStatistic.DomainAuc, drifted ? 0.78 : 0.52, 0.61, drifted ? 0.001 : 0.4, drifted),
                new(DriftColumns.Novelty, DriftStatistic.KolmogorovSmirnov, 0.06, 0.18, 0.7, false), new(DriftColumns.Label, DriftStatistic.ChiSquare, 9.2, 31.4, 0.9, false),
            ];
            var report = new WindowReport(240, [tier], new(300, 240, 0.0021, findings[0].PValue, findings), new(200, 0), null, drifted ? 22 : 2);
            var window = new MonitoringWindow("mail", new string('a', 64), from.AddHours(hour), from.AddHours(hour + 1), report);
            Finding[] alerts = drifted ? [new(AlertKind.InputDrift, window.Model, "texts of 240 served texts differs from 300 of training: DomainAuc 0.78, alarm from 0.61 (p 0.001).")] : [];
            (await bench.Get<WindowStore>().AddAsync(window, alerts, Cancellation)).ShouldNotBeNull();
        }
    }
}
