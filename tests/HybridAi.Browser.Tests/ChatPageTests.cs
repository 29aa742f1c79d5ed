using System.Text;
using HybridAi.Api.Access;
using HybridAi.Documents.Ingestion;
using HybridAi.Serve.Chat;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class ChatPageTests
{
    private const string Limits = "# API rate limits\n\nFrom 6 January 2025 each live key may send up to 180 requests per minute.\n\n## Burst\n\nNo more than ten requests may come within one second.\n";

    [Theory]
    [InlineData(ColorScheme.Light, 1400, "light")]
    [InlineData(ColorScheme.Dark, 1400, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task A_question_is_answered_with_its_source_beside_it_and_what_it_cost(ColorScheme scheme, int width, string name)
    {
        await using var bench = await BenchAsync();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("owner", Role.Owner, complaints, width, scheme);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Chat", Exact = true }).ClickAsync();
        await page.GetByText("Every answer cites the sentences that it rests on").WaitForAsync();

        await AskAsync(page, "How many requests per minute may a live key send?");
        var answer = page.Locator(".answer-body").First;
        await answer.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).WaitForAsync();
        (await answer.Locator(".answer-text").InnerTextAsync()).ShouldContain("up to 180 requests per minute");
        await answer.Locator(".cite").First.ClickAsync();
        (await page.Locator("#source-text mark").InnerTextAsync()).ShouldContain("180 requests per minute");
        (await page.Locator("#source-title").InnerTextAsync()).ShouldBe("API rate limits");
        await Desk.LookAsync(page, $"chat-source-{name}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await answer.GetByText("Why this route, and what it cost").ClickAsync();
        (await answer.Locator(".why").InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("It cost nothing"), text => text.ShouldContain("extractive nobody further to ask"));
        await answer.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).ClickAsync();
        await answer.Locator("[aria-pressed=true]").WaitForAsync();

        await AskAsync(page, "Who won the chess championship in Reykjavik?");
        await page.Locator(".abstained").WaitForAsync();
        (await page.Locator(".abstained").InnerTextAsync()).ShouldContain("I don't know.");
        await Desk.LookAsync(page, $"chat-{name}");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        var kept = (await bench.Get<ConversationStore>().ListAsync(new("default", "owner", null), 10, Cancellation)).ShouldHaveSingleItem();
        (await bench.Get<ConversationStore>().ExchangesAsync(kept.Id, Cancellation))[0].Rating.ShouldBe(Rating.Up);
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_found_again_renamed_asked_anew_and_deleted()
    {
        await using var bench = await BenchAsync();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("owner", Role.Owner, complaints);
        await page.GotoAsync("/chat");
        await AskAsync(page, "How many requests per minute may a live key send?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask again", Exact = true }).ClickAsync();
        await page.WaitForFunctionAsync("document.querySelectorAll('.answer-acts').length === 2");

        await page.ReloadAsync();
        await page.Locator(".answer-acts").WaitForAsync();
        (await page.Locator(".exchange").CountAsync()).ShouldBe(1);
        await page.Locator("#title").FillAsync("Limits");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Limits", Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByText("Ask your documents").WaitForAsync();

        (await bench.Get<ConversationStore>().ListAsync(new("default", "owner", null), 10, Cancellation)).ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    private static async Task AskAsync(IPage page, string question)
    {
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task<ReviewBench> BenchAsync()
    {
        var bench = await OpenAsync();
        (await bench.Get<Accounts>().SetUpAsync("owner", Password, Cancellation)).Fault.ShouldBeNull();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Limits));
        var handed = (await bench.Get<DocumentStage>().HandInAsync(new("default", "limits.md", "limits.md", [], []), content, Cancellation)).Value;
        (await bench.Get<DocumentStage>().RunAsync("default", handed.Document.Id, null, Cancellation)).Fault.ShouldBeNull();
        return bench;
    }
}
