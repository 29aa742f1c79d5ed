using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Curate.Review;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class FocusTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Accept_correct_and_undo_with_the_keyboard_alone()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(20);
        var complaints = new List<string>();
        var page = await bench.PersonAsync("ada", complaints: complaints);
        await OpenDeskAsync(page);

        var first = await OnScreenAsync(page);
        await PressForNextAsync(page, "Enter");
        var second = await OnScreenAsync(page);
        await PressForNextAsync(page, "4");
        await SentAsync(page);
        var kept = await bench.AnnotationsAsync();
        kept.ShouldContain(one => one.RecordId == first && one.Action == ReviewAction.Accept && one.SuggestionShown);
        kept.ShouldContain(one => one.RecordId == second && one.Action == ReviewAction.Correct && one.Label == "cancel");

        await PressForNextAsync(page, "u");
        (await OnScreenAsync(page)).ShouldBe(second);
        (await bench.AnnotationsAsync()).ShouldNotContain(one => one.RecordId == second);
        await page.Keyboard.PressAsync("ArrowDown");
        await PressForNextAsync(page, "s");
        await SentAsync(page);
        (await bench.AnnotationsAsync()).ShouldContain(one => one.RecordId == second && one.Action == ReviewAction.Skip);
        (await page.Locator("#mine").InnerTextAsync()).ShouldBe("1");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Arrows_choose_and_Enter_gives_what_they_chose()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(5);
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);

        var id = await OnScreenAsync(page);
        var suggested = await page.Locator("#suggested").InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        (await page.EvaluateAsync<string>("document.activeElement.dataset.label")).ShouldNotBe(suggested);
        var chosen = await page.EvaluateAsync<string>("document.activeElement.dataset.label");
        (await page.Locator("#definition-name").InnerTextAsync()).ShouldBe(chosen);
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);

        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(one => one.RecordId.ShouldBe(id), one => one.Label.ShouldBe(chosen));
    }

    [Fact]
    public async Task Evidence_is_marked_and_markup_in_a_text_stays_text()
    {
        await using var bench = await OpenAsync();
        const string Text = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'> The invoice <b>is</b> wrong. INVOICE!";
        await bench.AddAsync("r1", Text, "bill", "words: invoice (definitions and 0 reviewed texts; <i>uncalibrated</i>)");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);

        (await page.Locator("#text").TextContentAsync()).ShouldBe(Text);
        (await page.Locator("#text mark").AllInnerTextsAsync()).ShouldBe(["invoice", "INVOICE"]);
        (await page.Locator("#text b, #text img, #text script, #because i").CountAsync()).ShouldBe(0);
        (await page.EvaluateAsync<bool>("'hacked' in window")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_blind_records_suggestion_is_neither_on_the_page_nor_in_any_answer()
    {
        await using var bench = await OpenAsync(Plain with { BlindShare = 1 });
        await bench.AddAsync([RecordOf("r1", "Something quite neutral."), RecordOf("r2", "Something else, as neutral.")], _ => ("delivery", 0.87, "because of the SECRET-REASON"));
        var page = await bench.PersonAsync("ada");
        var bodies = new List<Task<string>>();
        page.Response += (_, response) => { if (response.Url.Contains("/v1/", StringComparison.Ordinal)) bodies.Add(BodyAsync(response)); };
        await OpenDeskAsync(page);
        await page.Keyboard.PressAsync("f");
        await page.Locator("#similar-list .like, #similar-list .muted").First.WaitForAsync();

        (await page.Locator("#blind").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("#suggestion").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator(".label.suggested").CountAsync()).ShouldBe(0);
        (await page.ContentAsync()).ShouldNotContain("SECRET-REASON");
        var answers = await Task.WhenAll(bodies);
        answers.ShouldContain(body => body.Contains("neutral", StringComparison.Ordinal));
        answers.ShouldAllBe(body => !body.Contains("SECRET-REASON", StringComparison.Ordinal) && !body.Contains("delivery", StringComparison.Ordinal));

        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#notice").InnerTextAsync()).ShouldBe("Choose a label first.");
        await PressForNextAsync(page, "1");
        await SentAsync(page);
        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().SuggestionShown.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_people_at_once_never_see_the_same_record()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(24);
        var (ada, bob) = (await bench.PersonAsync("ada"), await bench.PersonAsync("bob"));

        var seen = await Task.WhenAll(WorkAsync(ada), WorkAsync(bob));

        seen[0].Intersect(seen[1]).ShouldBeEmpty();
        (seen[0].Count + seen[1].Count).ShouldBe(24);
        (await bench.AnnotationsAsync()).Select(one => one.RecordId).Distinct().Count().ShouldBe(24);

        static async Task<List<string>> WorkAsync(IPage page)
        {
            var own = new List<string>();
            await OpenDeskAsync(page);
            while (await page.Locator("#work").IsVisibleAsync())
            {
                own.Add(await OnScreenAsync(page));
                await PressForNextAsync(page, "Enter");
                await page.Locator("#work:not([hidden]), #empty:not([hidden])").WaitForAsync();
            }

            await SentAsync(page);
            return own;
        }
    }

    [Fact]
    public async Task A_record_of_200_kB_scrolls_in_its_own_place()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync("r1", string.Concat(Enumerable.Repeat("The invoice is wrong again. ", 7_500)), "bill", "words: invoice (x)");
        await bench.AddAsync("r2", "A short one about an invoice.", "bill", "words: invoice (x)");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        if (await OnScreenAsync(page) == "r2") await PressForNextAsync(page, "s");

        (await page.EvaluateAsync<int>("document.getElementById('text').textContent.length")).ShouldBeGreaterThan(200_000);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollHeight < 3000")).ShouldBeTrue();
        await page.Keyboard.PressAsync("Enter");
        await SentAsync(page);
        (await bench.AnnotationsAsync()).ShouldContain(one => one.RecordId == "r1" && one.Action == ReviewAction.Accept);
    }

    [Fact]
    public async Task A_lost_lease_is_said_and_work_goes_on()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(10);
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        var lost = await OnScreenAsync(page);
        // What time does to a lease that nobody prolongs, and then somebody else's answer.
        await using (var connection = await bench.Get<Storage.IDatabase>().OpenAsync(Cancellation))
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "DELETE FROM review_leases WHERE annotator = 'ada'";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var version = (await bench.Get<Curate.Projects.ProjectStore>().FindAsync("mail", Cancellation)).Value;
        (await bench.Get<ReviewDesk>().CorrectAsync(version, lost, "bob", "cancel", true, null, Cancellation)).Fault.ShouldBeNull();

        await PressForNextAsync(page, "Enter");
        await page.Locator("#notice:not([hidden])").WaitForAsync();
        (await page.Locator("#notice").InnerTextAsync()).ShouldContain(lost);
        await SentAsync(page);
        (await bench.AnnotationsAsync()).Where(one => one.RecordId == lost).ShouldHaveSingleItem().Annotator.ShouldBe("bob");
        (await page.Locator("#work").IsVisibleAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Signed_out_in_the_middle_the_answer_waits_and_arrives_after_signing_in()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(10);
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        await page.WaitForFunctionAsync("() => performance.getEntriesByType('resource').filter(one => one.name.includes('review/next')).length >= 3");
        var answered = await OnScreenAsync(page);
        await page.Context.ClearCookiesAsync();

        await PressForNextAsync(page, "Enter");
        var link = page.Locator("#notice").GetByRole(AriaRole.Link, new() { Name = "Sign in" });
        await link.WaitForAsync();
        (await bench.AnnotationsAsync()).ShouldBeEmpty();
        await link.ClickAsync();
        await page.GetByLabel("Name").FillAsync("ada");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("#work").WaitForAsync();
        await SentAsync(page);

        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().RecordId.ShouldBe(answered);
    }

    [Fact]
    public async Task Without_a_connection_work_goes_on_and_what_was_answered_arrives_later()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(10);
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        await page.WaitForFunctionAsync("() => performance.getEntriesByType('resource').filter(one => one.name.includes('review/next')).length >= 3");
        await page.Context.SetOfflineAsync(true);
        await PressForNextAsync(page, "Enter");
        await PressForNextAsync(page, "Enter");
        await page.Locator("#notice").GetByText("2 answers are kept here").WaitForAsync();

        await page.Context.SetOfflineAsync(false);
        await SentAsync(page);
        (await bench.AnnotationsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_long_list_of_labels_is_narrowed_by_typing()
    {
        var labels = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"  topic_{i}: what belongs to {i}"));
        await using var bench = await OpenAsync(definition: $"name: mail\nkind: text-classification\ntext: text\nlabels:\n{labels}");
        await bench.AddAsync("r1", "Something.", "topic_1", "no words");
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("c_37");
        (await page.Locator(".label:visible").AllInnerTextsAsync()).ShouldHaveSingleItem().ShouldContain("topic_37");
        await Desk.LookAsync(page, "desk-long-list");
        await PressForNextAsync(page, "Enter");
        await SentAsync(page);
        (await bench.AnnotationsAsync()).ShouldHaveSingleItem().Label.ShouldBe("topic_37");
    }

    [Fact]
    public async Task From_a_key_to_the_next_record_on_the_screen()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(120);
        var page = await bench.PersonAsync("ada");
        await OpenDeskAsync(page);
        for (var i = 0; i < 100; i++)
        {
            await PressForNextAsync(page, i % 4 == 3 ? "2" : "Enter");
            await page.Locator("#work").WaitForAsync();
        }

        await page.WaitForFunctionAsync("() => performance.getEntriesByName('next-item').length === 100");

        var took = (await page.EvaluateAsync<JsonElement>("performance.getEntriesByName('next-item').map(one => one.duration)"))
            .EnumerateArray().Select(one => one.GetDouble()).Order().ToList();
        took.Count.ShouldBe(100);
        output.WriteLine(FormattableString.Invariant($"key to next record on screen, 100 keys: median {took[49]:F1} ms, p95 {took[94]:F1} ms, most {took[99]:F1} ms"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task It_fits_every_screen(ColorScheme scheme, int width, string name)
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(40);
        await bench.AddAsync([RecordOf("r1", "")], _ => ("cancel", 0.61, "The customer \"never ordered that\"."), labeller: "llm");
        var page = await bench.PersonAsync("ada", Role.Reviewer, width: width, scheme: scheme);
        await OpenDeskAsync(page);
        await page.WaitForFunctionAsync("() => document.getElementById('team-text').textContent !== ''");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        await Desk.LookAsync(page, $"desk-{name}");
        await page.Keyboard.PressAsync("f");
        await page.Locator("#similar-list .like").First.WaitForAsync();
        await page.Keyboard.PressAsync("?");
        (await page.Locator("#help").IsVisibleAsync()).ShouldBeTrue();
        await Desk.LookAsync(page, $"desk-help-{name}");
    }

    // A page that has gone meanwhile has no body any more.
    private static async Task<string> BodyAsync(IResponse response)
    {
        try
        {
            return await response.TextAsync();
        }
        catch (PlaywrightException)
        {
            return "";
        }
    }
}
