using System.Text;
using System.Text.Json.Nodes;

namespace HybridAi.Tests.Cli;

public sealed class RouteTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_route_is_looked_for_built_explained_and_refused_in_words()
    {
        await PrepareAsync();
        string[] tiers = ["--tiers", "lexical", "classical=lexical", "-p", "mail"];

        var search = await DoAsync(["route", "search", .. tiers, "--slice-field", "channel", "--certify", "held-out", "--json", "front.json"]);
        search.ShouldSatisfyAllConditions(
            text => text.ShouldContain("of the reference's cost"), text => text.ShouldContain("channel=mail"), text => text.ShouldContain("note: "));
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(_cli.File("front.json"), TestContext.Current.CancellationToken))!;
        figures["evidence"]!["front"]!.AsArray().Count.ShouldBeGreaterThan(10);
        figures["policy"].ShouldBeNull();
        (await _cli.RunAsync("route", "show", "-p", "mail")).Refusal.ShouldContain("no live route");

        await DoAsync("route", "build", "--tiers", "lexical", "-p", "mail");
        (await DoAsync("route", "explain", "the password for my account does not work", "-p", "mail")).ShouldSatisfyAllConditions(
            text => text.ShouldContain("nothing further to ask"), text => text.ShouldContain("login"), text => text.ShouldContain("the reference alone would have cost"));
        var line = JsonNode.Parse(await DoAsync("route", "explain", "the password for my account does not work", "--json-lines", "-p", "mail"))!;
        ((string)line["reason"]![0]!["tier"]!).ShouldBe("lexical");
        (await DoAsync("report", "-p", "mail")).ShouldContain("0 predictions");
        (await _cli.RunAsync("route", "certify", "-p", "mail")).Refusal.ShouldContain("is the reference alone");
        (await _cli.RunAsync("route", "certify", "ffff", "-p", "mail")).Refusal.ShouldContain("has no route 'ffff'");
        (await _cli.RunAsync("route", "explain", " ", "-p", "mail")).Refusal.ShouldContain("The text is empty");
        (await _cli.RunAsync("route", "explain", "hello", "--route", "ffff", "-p", "mail")).Refusal.ShouldContain("has no route 'ffff'");
        (await _cli.RunAsync(["route", "search", .. tiers, "--slice-field", "region"])).Refusal.ShouldContain("They have channel");
    }

    [Fact]
    public async Task Limits_what_if_and_succession_answer_in_words()
    {
        await PrepareAsync();
        await DoAsync("route", "build", "--tiers", "lexical", "-p", "mail");
        const string Text = "the password for my account does not work";

        (await DoAsync("predict", Text, "--max-cost", "0", "-p", "mail")).ShouldContain("login");
        (await _cli.RunAsync("predict", Text, "--tier", "large-llm", "-p", "mail")).Refusal.ShouldContain("large-llm");
        (await _cli.RunAsync("predict", Text, "--min-tier", "huge", "-p", "mail")).Refusal.ShouldContain("There is no tier 'huge'");
        (await _cli.RunAsync("route", "simulate", "ffff", "-p", "mail")).Refusal.ShouldContain("has no route 'ffff'");
        (await DoAsync("route", "succession", "-p", "mail")).ShouldContain("No candidate has been tried yet.");
        (await DoAsync("route", "learn", "-p", "mail")).ShouldContain("route ");
    }

    [Fact]
    public async Task A_text_is_handed_to_a_person_and_answered_by_that_person_s_label()
    {
        await PrepareAsync();
        await DoAsync("route", "build", "--tiers", "lexical", "person", "--person-usd", "0.40", "-p", "mail");
        const string Text = "something that only a person knows";

        var asked = await _cli.RunAsync("predict", Text, "-p", "mail");
        (asked.ExitCode, asked.Refusal).ShouldSatisfyAllConditions(seen => seen.ExitCode.ShouldBe(2), seen => seen.Refusal.ShouldContain("A person has to be asked"));
        var record = JsonNode.Parse(await DoAsync("predict", "another one", "a third one", "--json-lines", "-p", "mail").ContinueWith(done => done.Result.Split('\n')[0], TestContext.Current.CancellationToken))!;
        var id = (string)record["askedRecord"]!;
        await DoAsync("review", "correct", id, "bill", "-p", "mail", "--as", "ann");

        (await DoAsync("predict", "another one", "-p", "mail")).ShouldSatisfyAllConditions(text => text.ShouldContain("bill"), text => text.ShouldContain("by person"));
        (await _cli.RunAsync("route", "build", "--tiers", "lexical", "person", "--person-usd", "-1", "-p", "mail")).Refusal.ShouldContain("--person-usd: A price is not below 0.");
        (await _cli.RunAsync("route", "build", "--tiers", "person=bob", "-p", "mail")).Refusal.ShouldContain("answered by people alone");
    }

    [Theory]
    [InlineData("--tolerance", "-1", "--tolerance: The tolerance is not below 0.")]
    [InlineData("--certify", "sometimes", "--certify: 'sometimes' is neither cross-fitted nor held-out.")]
    [InlineData("--margin", "0", "--margin: The margin is above 0")]
    [InlineData("--confidence", "1", "--confidence: The confidence is from 0.5 to 0.9999.")]
    [InlineData("--max-latency-ms", "0", "--max-latency-ms: The limit is above 0.")]
    [InlineData("--budget-usd", "-1", "--budget-usd: The budget is above 0.")]
    [InlineData("--slice-margin", "0.6", "--slice-margin: The margin is above 0")]
    public async Task A_setting_out_of_range_is_named(string option, string value, string refusal)
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        await DoAsync("project", "save", "project.yaml");

        var result = await _cli.RunAsync("route", "search", "-p", "mail", option, value);

        (result.ExitCode, result.Refusal).ShouldSatisfyAllConditions(seen => seen.ExitCode.ShouldBe(2), seen => seen.Refusal.ShouldContain(refusal));
    }

    private async Task PrepareAsync()
    {
        var file = new StringBuilder("text,label,channel\n");
        for (var i = 0; i < 200; i++)
            file.AppendLine(i % 2 == 0 ? $"please explain the invoice {i} and the charge of {i * 7} euro,bill,mail" : $"I forgot the password of account {i} and can not sign in,login,chat");
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", file.ToString());
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "-p", "mail");
        await DoAsync("dataset", "freeze", "-p", "mail");
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
