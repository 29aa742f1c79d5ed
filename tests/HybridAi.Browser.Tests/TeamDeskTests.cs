using HybridAi.Api.Access;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class TeamDeskTests
{
    [Fact]
    public async Task Many_look_alikes_are_accepted_at_once_but_for_the_one_taken_out()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(40);
        var complaints = new List<string>();
        var page = await bench.PersonAsync("ada", complaints: complaints);
        await page.GotoAsync("/projects/mail/review/grid");
        await page.Locator(".tile").First.WaitForAsync();
        var ids = await page.Locator(".tile").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.record)");
        ids.Length.ShouldBeGreaterThan(3);
        var title = await page.Locator("#title").InnerTextAsync();

        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("4");
        (await page.Locator("#accept-word").InnerTextAsync()).ShouldBe($"Accept {ids.Length - 2}, correct 1");
        await Desk.LookAsync(page, "grid-light");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#notice").GetByText("labels are kept").WaitForAsync();

        var kept = (await bench.AnnotationsAsync()).ToDictionary(one => one.RecordId);
        kept.ShouldNotContainKey(ids[1]);
        kept[ids[2]].Label.ShouldBe("cancel");
        kept.Count.ShouldBe(ids.Length - 1);
        kept.Values.Where(one => one.RecordId != ids[2]).ShouldAllBe(one => one.Label == title && one.Action == ReviewAction.Accept && one.InBulk);

        await page.Keyboard.PressAsync("u");
        await page.Locator("#notice").GetByText("taken back").WaitForAsync();
        (await bench.AnnotationsAsync()).ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Blind_records_are_not_in_the_grid()
    {
        await using var bench = await OpenAsync(Plain with { BlindShare = 1 });
        await bench.AddAsync(10);
        var page = await bench.PersonAsync("ada");

        await page.GotoAsync("/projects/mail/review/grid");

        await page.Locator("#none").WaitForAsync();
        (await page.Locator(".tile").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task A_reviewer_decides_a_dispute_and_sees_where_the_label_comes_from(ColorScheme scheme, int width, string name)
    {
        await using var bench = await OpenAsync(Plain with { Overlap = 2 });
        await bench.AddAsync(12);
        var version = (await bench.Get<ProjectStore>().FindAsync("mail", Cancellation)).Value;
        var desk = bench.Get<ReviewDesk>();
        foreach (var (person, label) in new[] { ("bob", "bill"), ("cem", "cancel") })
        {
            var answer = Answer.Correct("r1", person, label) with { Comment = $"For me it is <b>{label}</b>: that is what is asked." };
            (await desk.AnswerAsync(version, answer, Cancellation)).Fault.ShouldBeNull();
        }

        // Somebody who shares no record with the others: how far they agree is undefined.
        (await desk.AnswerAsync(version, Answer.Correct("r2", "dan", "login"), Cancellation)).Fault.ShouldBeNull();
        var complaints = new List<string>();
        var page = await bench.PersonAsync("rev", Role.Reviewer, complaints, width, scheme);
        await page.GotoAsync("/projects/mail/review/disputes");
        await page.Locator("#case").WaitForAsync();
        (await page.Locator("#votes li").AllInnerTextsAsync()).ShouldSatisfyAllConditions(
            votes => votes.Count.ShouldBe(2), votes => votes[0].ShouldContain("<b>bill</b>"), votes => votes[1].ShouldContain("cem"));
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#notice").InnerTextAsync()).ShouldContain("Choose");
        await page.Keyboard.PressAsync("4");
        await page.Keyboard.PressAsync("g");
        await Desk.LookAsync(page, $"disputes-{name}");
        await WidthAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#none").WaitForAsync();

        await page.GotoAsync("/projects/mail/records/r1");
        var events = await page.Locator(".event").AllInnerTextsAsync();
        events.ShouldContain(one => one.Contains("rev decided", StringComparison.Ordinal) && one.Contains("cancel", StringComparison.Ordinal) && one.Contains("guideline gap", StringComparison.Ordinal));
        events.ShouldContain(one => one.Contains("lexical proposed", StringComparison.Ordinal));
        await Desk.LookAsync(page, $"record-{name}");
        await WidthAsync();

        await page.GotoAsync("/projects/mail/review/team");
        (await page.Locator("#people ~ .scroll tbody").InnerTextAsync()).ShouldContain("bob");
        var pairs = await page.Locator("#agreement ~ .scroll tbody tr").AllInnerTextsAsync();
        pairs.ShouldContain(pair => pair.StartsWith("bob\tcem\t1\t0.00", StringComparison.Ordinal));
        pairs.ShouldContain(pair => pair.StartsWith("bob\tdan\t0\tundefined: ", StringComparison.Ordinal));
        await Desk.LookAsync(page, $"team-{name}");
        await WidthAsync();
        await page.GotoAsync("/projects/mail/review/grid");
        await page.Locator(".tile").First.WaitForAsync();
        await Desk.LookAsync(page, $"grid-{name}");
        await WidthAsync();
        await page.GotoAsync("/");
        (await page.Locator(".card-act").First.InnerTextAsync()).ShouldContain("Review 11");
        await Desk.LookAsync(page, $"home-{name}");
        await WidthAsync();
        complaints.ShouldBeEmpty();

        async Task WidthAsync() => (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, page.Url);
    }

    [Fact]
    public async Task An_annotator_sees_neither_checks_nor_disputes_nor_timelines()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(5);
        var page = await bench.PersonAsync("ada");

        await page.GotoAsync("/projects/mail/review/team");
        (await page.Locator("#quality, #auto-accept").CountAsync()).ShouldBe(0);
        (await page.GetByRole(AriaRole.Link, new() { Name = "Disputes" }).CountAsync()).ShouldBe(0);
        foreach (var path in new[] { "/projects/mail/review/disputes", "/projects/mail/records/r1" })
        {
            await page.GotoAsync(path);
            (await page.Locator("h1").InnerTextAsync()).ShouldBe("This is not open to you");
        }
    }
}
