using HybridAi.Api.Access;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class RoutePageTests
{
    private const string Page = "/projects/mail/route";

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task The_page_shows_certificate_front_and_shares_and_how_a_text_is_decided(ColorScheme scheme, int width, string name)
    {
        await using var bench = await OpenAsync();
        var route = await GoLiveAsync(bench, threshold: 0.5);
        var complaints = new List<string>();
        var page = await bench.PersonAsync("own", Role.Owner, complaints, width, scheme);
        await page.GotoAsync("/projects/mail");
        await page.GetByRole(AriaRole.Link, new() { Name = "Route", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**{Page}");

        (await page.Locator("section", new() { Has = page.Locator("#certificate") }).InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("certified"), text => text.ShouldContain("at most 1.0 % below the reference, 95 % sure"), text => text.ShouldContain("at least −0.4 points"),
            text => text.ShouldContain("900 reviewed rows: on 12 the route alone is right, on 9 the reference alone"), text => text.ShouldContain("channel=chat"));
        (await page.GetByRole(AriaRole.Img, new() { NameRegex = new("certified, chosen$") }).CountAsync()).ShouldBe(1);
        (await page.Locator(".chart .point").CountAsync()).ShouldBe(4);
        (await page.Locator(".chart .point.certified").CountAsync()).ShouldBe(2);
        await page.GetByText("The same as a table").ClickAsync();
        (await page.Locator("#front ~ details tbody tr").CountAsync()).ShouldBe(5);
        (await page.Locator(".bars").InnerTextAsync()).ShouldContain("81.0 %");
        await Desk.LookAsync(page, $"route-{name}");
        await WidthAsync();

        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("The invoice shows <b>VAT</b> twice.");
        await PostAsync(page, "Show the decision");

        (await page.Locator(".verdict").InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("bill by lexical"), text => text.ShouldContain("large-llm, would have cost $0.002"), text => text.ShouldContain("100.0 % saved"));
        var steps = await page.Locator(".walk li").AllInnerTextsAsync();
        steps.Count.ShouldBe(2);
        steps[0].ShouldSatisfyAllConditions(
            step => step.ShouldContain("Says bill. Reliable enough: 0."), step => step.ShouldContain("an answer like this stands from 50.0 %."));
        steps[1].ShouldSatisfyAllConditions(step => step.ShouldContain("large-llm"), step => step.ShouldContain("not asked"));
        (await page.GetByLabel("Text", new() { Exact = true }).InputValueAsync()).ShouldBe("The invoice shows <b>VAT</b> twice.");
        (await bench.Get<Ledger>().ReadAsync("mail", LedgerKind.Prediction, Cancellation)).ShouldBeEmpty();
        await Desk.LookAsync(page, $"route-decision-{name}");
        await WidthAsync();
        (await bench.Get<RouteStore>().LiveHashAsync("mail", Cancellation)).ShouldBe(route.Hash);
        complaints.ShouldBeEmpty();

        async Task WidthAsync() => (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [Fact]
    public async Task An_owner_rolls_back_and_a_viewer_can_not()
    {
        await using var bench = await OpenAsync();
        var first = await GoLiveAsync(bench, threshold: 0.5);
        var second = await GoLiveAsync(bench, threshold: 0.9);
        var complaints = new List<string>();
        var page = await bench.PersonAsync("own", Role.Owner, complaints);
        await page.GotoAsync(Page);
        (await page.Locator("#history ~ .scroll tbody tr").First.InnerTextAsync()).ShouldContain(second.Hash[..12]);

        await page.GetByText("Go back to the route before").ClickAsync();
        await page.GetByLabel("Why").FillAsync("worse in use");
        await PostAsync(page, "Roll back");

        (await bench.Get<RouteStore>().LiveHashAsync("mail", Cancellation)).ShouldBe(first.Hash);
        (await page.Locator("#history ~ .scroll tbody tr").First.InnerTextAsync()).ShouldSatisfyAllConditions(
            row => row.ShouldContain(first.Hash[..12]), row => row.ShouldContain("live"), row => row.ShouldContain("worse in use"));
        // The first route has none before it.
        (await page.GetByText("Go back to the route before").CountAsync()).ShouldBe(0);
        (await bench.Get<AuditLog>().ReadAsync("mail", null, 100, Cancellation)).Where(line => line.Action == "route.rollback")
            .Select(line => (line.Caller, line.Target, line.Outcome)).ShouldBe([("own", first.Hash, "done")]);
        await page.ReloadAsync();
        (await bench.Get<RouteStore>().HistoryAsync("mail", Cancellation)).Count.ShouldBe(3);
        complaints.ShouldBeEmpty();

        (await bench.Get<RouteStore>().MakeLiveAsync("mail", second.Hash, "again", Cancellation)).Fault.ShouldBeNull();
        var viewer = await bench.PersonAsync("vic", Role.Viewer);
        await viewer.GotoAsync(Page);
        (await viewer.Locator("#certificate").CountAsync()).ShouldBe(1);
        (await viewer.GetByText("Go back to the route before").CountAsync()).ShouldBe(0);
        (await viewer.Locator("#trial").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_route_the_page_says_what_to_do_and_with_one_it_refuses_an_empty_text_and_shows_what_escalates()
    {
        await using var bench = await OpenAsync();
        var page = await bench.PersonAsync("own", Role.Owner);
        await page.GotoAsync(Page);
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("No route is live");
        (await page.Locator(".empty").InnerTextAsync()).ShouldContain("choose one");
        await Desk.LookAsync(page, "route-none");

        await GoLiveAsync(bench, threshold: 0.5);
        await page.ReloadAsync();
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("   ");
        await PostAsync(page, "Show the decision");
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("The text is empty.");

        await GoLiveAsync(bench, threshold: 0.999);
        await page.GotoAsync(Page);
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("The invoice shows VAT twice.");
        await PostAsync(page, "Show the decision");
        (await page.Locator(".walk li").AllInnerTextsAsync()).ShouldSatisfyAllConditions(
            steps => steps[0].ShouldContain("Escalated to large-llm: 0."), steps => steps[1].ShouldContain("Nothing further to ask"));
    }

    private static async Task PostAsync(IPage page, string button)
    {
        await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync(), answer => answer.Request.IsNavigationRequest && answer.Status is not (>= 300 and < 400));
        await page.WaitForLoadStateAsync();
    }

    // Both tiers are the lexical one, which needs nobody else; the second stands for a dear reference.
    private static async Task<StoredRoute> GoLiveAsync(ReviewBench bench, double threshold)
    {
        var project = (await bench.Get<ProjectStore>().FindAsync("mail", Cancellation)).Value;
        if ((await bench.Get<DatasetStore>().ListAsync("mail", Cancellation)).Count == 0)
        {
            await bench.AddAsync(60);
            (await bench.Get<DatasetFreezer>().FreezeAsync(project, new(["lexical"]), Cancellation)).Fault.ShouldBeNull();
        }

        var dataset = (await bench.Get<DatasetStore>().ListAsync("mail", Cancellation))[0].Hash;
        var version = (await bench.Get<OpenLabeller>()(project.Definition, dataset, "lexical", Cancellation)).Value.Version;
        string[] labels = [.. project.Definition.Labels.Select(label => label.Name)];
        var route = new Route(
            project.Definition, project.Version,
            [new(TierNames.Lexical, "lexical", version, threshold, 0), new(TierNames.LargeLlm, "lexical", version, null, 0.002m)],
            new(RoutingPolicy.ByConfidence(LabelSpace.Of(labels.Length), [threshold, null])), labels, new(TierNames.LargeLlm, "lexical", version, 0.002m), null, dataset, Evidence);
        var stored = await bench.Get<RouteStore>().SaveAsync(route, Cancellation);
        (await bench.Get<RouteStore>().MakeLiveAsync("mail", stored.Hash, "test", Cancellation)).Fault.ShouldBeNull();
        return stored;
    }

    private static RouteEvidence Evidence
    {
        get
        {
            string[] tiers = [TierNames.Lexical, TierNames.LargeLlm];
            FrontPoint[] front =
            [
                new(0, 1, tiers, 0.962, 0.004, 0.8, 1.6m, 900, true, false), new(1, 0.5, tiers, 0.962, 0.004, 0.8, 1.6m, 900, true, false),
                new(2, 0.1, tiers, 0.961, 0.003, 0.19, 0.38m, 700, true, true), new(3, 0.01, tiers, 0.944, -0.014, 0.04, 0.08m, 90, false, false),
                new(4, 0, [TierNames.Lexical], 0.91, -0.048, 0, 0, 2, false, false),
            ];
            var judgement = new RouteJudgement(
                900, 0.961, 0.958, 0.948, 12, 9, -0.004, 0.05, new Dictionary<string, double> { ["lexical"] = 0.81, ["large-llm"] = 0.19 }, 0.38m, 2m,
                new Dictionary<string, double> { ["lexical"] = 0.91, ["large-llm"] = 0.958 });
            var certificate = new RouteCertificate(
                CertificateState.Certified, new(), 900, 12, 9, -0.004, 0.004, null, [new("channel=chat", 120, 0.002, -0.03, false, 340)], "Made by hand.", "It holds its floor.");
            return new(certificate, front, judgement, null, ["There are no reviewed Test rows: the choice was not judged on rows of its own."]);
        }
    }
}
