using HybridAi.Api.Access;
using HybridAi.Documents.Ingestion;
using HybridAi.Tests;
using HybridAi.Tests.Documents.Ingestion.Readers;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

/// <summary>A citation of a PDF beside the answer: its page, with the cited words marked.</summary>
public sealed class SourcePageTests
{
    [Theory]
    [InlineData(ColorScheme.Light, 1400, "light")]
    [InlineData(ColorScheme.Dark, 1400, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task The_page_is_shown_with_the_cited_words_marked_and_the_text_is_a_click_away(ColorScheme scheme, int width, string name)
    {
        await using var bench = await BenchAsync("handbook.pdf", PdfFiles.Of(
            ["Handbook", "Welcome to the company."],
            ["Parental leave", "Parental leave lasts twelve weeks for every parent, and it may be", "taken in two parts within the first year."]));
        var complaints = new List<string>();
        var page = await bench.PersonAsync("owner", Role.Owner, complaints, width, scheme);

        await AskAsync(page, "How many weeks does parental leave last?");
        await page.Locator(".cite").First.ClickAsync();

        await page.Locator("#source-sheet .sheet-mark").First.WaitForAsync();
        (await page.Locator("#source-page").InnerTextAsync()).ShouldBe("page 2");
        (await page.Locator("#source-text").IsVisibleAsync()).ShouldBeFalse();
        // The first line of the text is set at 646 of 792 points from the lower edge and begins at 72 of 612: there, on the picture, the first mark lies.
        var place = await page.EvaluateAsync<double[]>(
            """
            () => { const sheet = document.querySelector('.drawn-page img').getBoundingClientRect(), box = document.querySelector('.sheet-mark').getBoundingClientRect();
              return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height, (box.bottom - sheet.top) / sheet.height]; }
            """);
        place[0].ShouldBe(72 / 612.0, 0.01);
        place[1].ShouldBeInRange(0.165, (792 - 646) / 792.0);
        place[2].ShouldBeInRange((792 - 646) / 792.0, 0.195);
        await Desk.LookAsync(page, $"source-page-{name}");

        await page.Locator("#source-as-text").ClickAsync();
        (await page.Locator("#source-text mark").InnerTextAsync()).ShouldContain("twelve weeks");
        (await page.Locator("#source-sheet").IsVisibleAsync()).ShouldBeFalse();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_a_real_handbook_is_shown_with_its_words_marked()
    {
        var file = Repository.SharedData("contoso-hr", "PerksPlus.pdf");
        await using var bench = await BenchAsync("PerksPlus.pdf", await File.ReadAllBytesAsync(file, Cancellation));
        var complaints = new List<string>();
        var page = await bench.PersonAsync("owner", Role.Owner, complaints);

        await AskAsync(page, "What is the maximum reimbursement under PerksPlus?");
        await page.Locator(".cite, .source-link").First.ClickAsync();

        await page.Locator("#source-sheet img").WaitForAsync();
        await Desk.LookAsync(page, "source-page-real");
        (await page.Locator(".sheet-mark").CountAsync()).ShouldBeGreaterThan(0);
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_of_everything_asks_the_documents_too()
    {
        await using var bench = await BenchAsync("handbook.pdf", PdfFiles.Of(["Parental leave", "Parental leave lasts twelve weeks for every parent."]));
        (await bench.Get<Accounts>().AddUserAsync(Caller.CommandLine, "viewer", Password, Grant.EveryProject, Role.Viewer, Cancellation)).Fault.ShouldBeNull();
        var page = await bench.PersonAsync("viewer", Role.Viewer, []);

        await AskAsync(page, "How many weeks does parental leave last?");

        await page.Locator(".cite").First.WaitForAsync();
        (await page.Locator(".answer-text").First.InnerTextAsync()).ShouldContain("twelve weeks");
    }

    private static async Task AskAsync(IPage page, string question)
    {
        await page.GotoAsync("/chat");
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task<ReviewBench> BenchAsync(string name, byte[] file)
    {
        var bench = await OpenAsync();
        (await bench.Get<Accounts>().SetUpAsync("owner", Password, Cancellation)).Fault.ShouldBeNull();
        using var content = new MemoryStream(file);
        var handed = (await bench.Get<DocumentStage>().HandInAsync(new("default", name, name, [], []), content, Cancellation)).Value;
        var run = await bench.Get<DocumentStage>().RunAsync("default", handed.Document.Id, null, Cancellation);
        Assert.SkipWhen(run.Fault?.Code == "pdf-reader-missing", "poppler-utils is not installed.");
        run.Fault.ShouldBeNull();
        return bench;
    }
}
