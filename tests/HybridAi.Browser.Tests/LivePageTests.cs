using HybridAi.Api.Access;
using HybridAi.Storage;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class LivePageTests
{
    private static readonly LocatorAssertionsToContainTextOptions Patience = new() { Timeout = 60_000 };

    [Fact]
    public async Task The_home_page_follows_what_is_answered_but_not_under_somebodys_hands()
    {
        await using var bench = await OpenAsync();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("own", Role.Owner, complaints);
        await page.GotoAsync("/");
        var card = page.Locator(".card");
        await Assertions.Expect(card).ToContainTextAsync("0 predictions in 24 hours");

        await AnswerAsync(bench, "first");
        await Assertions.Expect(card).ToContainTextAsync("1 prediction in 24 hours", Patience);

        await page.GetByRole(AriaRole.Link, new() { Name = "mail", Exact = true }).FocusAsync();
        await AnswerAsync(bench, "second");
        await page.WaitForResponseAsync(answer => new Uri(answer.Url).AbsolutePath == "/", new() { Timeout = 60_000 });
        (await card.InnerTextAsync()).ShouldContain("1 prediction in");
        await page.EvaluateAsync("document.activeElement.blur()");
        await Assertions.Expect(card).ToContainTextAsync("2 predictions in 24 hours", Patience);
        complaints.ShouldBeEmpty();
    }

    private static Task AnswerAsync(ReviewBench bench, string request) => bench.Get<Ledger>().AppendAsync(
        [new(bench.Get<TimeProvider>().GetUtcNow(), "mail", LedgerKind.Prediction, request, request, "route", "classical", "model:a", "bill", 0.9, 0, 0, TimeSpan.FromMilliseconds(1), null, null, "ok")],
        Cancellation);
}
