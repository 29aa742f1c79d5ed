using HybridAi.Api.Access;
using HybridAi.Storage;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class ReportPageTests
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, Media.Screen, "light")]
    [InlineData(ColorScheme.Dark, 1280, Media.Screen, "dark")]
    [InlineData(ColorScheme.Light, 390, Media.Screen, "phone")]
    [InlineData(ColorScheme.Light, 794, Media.Print, "print")]
    public async Task What_was_spent_how_fast_it_was_and_how_good_stands_on_a_page_that_can_be_printed(ColorScheme scheme, int width, Media media, string name)
    {
        await using var bench = await OpenAsync();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("own", Role.Owner, complaints, width, scheme);
        var today = bench.Get<TimeProvider>().GetUtcNow().UtcDateTime.Date;
        await bench.Get<Ledger>().AppendAsync([.. Enumerable.Range(0, 24).SelectMany(day => Day(today, day))], Cancellation);
        await page.EmulateMediaAsync(new() { Media = media });

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reports" }).ClickAsync();
        await page.WaitForURLAsync("**/v1/reports/page");

        (await page.Locator("svg").CountAsync()).ShouldBeGreaterThanOrEqualTo(2);
        (await page.Locator("body").InnerTextAsync()).ShouldSatisfyAllConditions(text => text.ShouldContain("mail"), text => text.ShouldContain("large"), text => text.ShouldContain("Spent $0.6678"));
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        await Desk.LookAsync(page, $"report-{name}");
        complaints.ShouldBeEmpty();
    }

    private static IEnumerable<LedgerEntry> Day(DateTime today, int day)
    {
        var noon = new DateTimeOffset(today, TimeSpan.Zero).AddDays(day - 24).AddHours(12);
        for (var call = 0; call < 40 + day % 7 * 9; call++)
        {
            var paid = call % 5 == 0;
            yield return new(
                noon.AddMinutes(call), "mail", LedgerKind.Prediction, $"predict-{day}-{call}", $"{day}-{call}", "route", paid ? "large-llm" : "classical", paid ? "large" : "model:a", "bill", 0.9,
                paid ? 0.0021m : 0, 0.0021m, TimeSpan.FromMilliseconds(paid ? 700 + call * 9 : 0.2), null, null, "ok");
            if (paid)
            {
                yield return new(
                    noon.AddMinutes(call), "mail", LedgerKind.ModelCall, $"predict-{day}-{call}", $"{day}-{call}", null, "predict", "large", "bill", null, 0.0021m, null, TimeSpan.FromMilliseconds(700 + call * 9), 700, 20,
                    "ok") { Key = call % 2 == 0 ? "shop" : null };
            }
        }
    }
}
