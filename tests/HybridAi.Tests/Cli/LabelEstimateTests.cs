using System.Text.Json.Nodes;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Cli;

public sealed class LabelEstimateTests : IAsyncLifetime
{
    private readonly CliProcess _cli = new() { Variables = { [LlmFixture.KeyVariable] = LlmFixture.Key } };
    private LoopbackOpenAi _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackOpenAi.StartAsync();
        _server.Says("""{"label":"bill","confidence":0.9,"reason":"invoice"}""");
        _server.Usage = (200, 0, 40);
        _cli.Write("project.yaml", "name: mail\nkind: text-classification\ntext: text\nlabels: {bill: invoices, login: signing in}\n");
        _cli.Write("mail.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"m{i},the invoice number {i} is wrong\n")));
        _cli.Write("models.json", $$"""
            {"HybridAi": {"Llm": {"Models": {"paid": {"Provider": "openai", "Model": "m", "Endpoint": "{{_server.Endpoint}}", "ApiKeyVariable": "{{LlmFixture.KeyVariable}}",
              "InputUsdPerMillion": 1000, "OutputUsdPerMillion": 10000} } } } }
            """);
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _cli.Dispose();
    }

    [Fact]
    public async Task An_estimate_asks_nobody_and_a_pilot_makes_it_narrow_and_is_not_paid_again()
    {
        (await LabelAsync("--estimate", "--json", "before.json")).ShouldContain("No call of this prompt and model");
        _server.Requests.ShouldBeEmpty();
        var before = await ReadAsync("before.json");
        ((long)before["records"]!, before["likelyUsd"], (double)before["outputTokensHigh"]!).ShouldBe((60, null, 200), "the longest answer that the prompt allows");

        var unasked = await _cli.RunAsync("label", "-p", "mail", "--labeller", "llm:paid", "--settings", "models.json", "--pilot", "20", "--estimate");
        unasked.Refusal.ShouldContain("Labelling 20 records");
        _server.Requests.ShouldBeEmpty("a pilot is paid for, too");
        await LabelAsync("--pilot", "20", "--yes", "--estimate", "--json", "after.json");
        _server.Requests.Count.ShouldBe(20);
        var after = await ReadAsync("after.json");
        ((long)after["records"]!, (long)after["alreadyLabelled"]!, (int)after["callsInHistory"]!).ShouldBe((40, 20, 20));
        ((long)after["inputTokens"]!).ShouldBeInRange(7_800, 8_200, "scaled to what the provider counted: 200 each");
        ((double)after["outputTokensMean"]!, (double)after["outputTokensHigh"]!).ShouldBe((40, 40));
        ((decimal)after["likelyUsd"]!).ShouldBeInRange(23.5m, 24.5m);
        ((decimal)after["highUsd"]!).ShouldBeLessThan((decimal)before["highUsd"]!);

        var run = await LabelAsync("--yes");
        run.ShouldContain("labelled 40 of 40, failed 0, $24.0000");
        _server.Requests.Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_run_that_may_cost_more_than_agreed_is_not_started_without_a_yes()
    {
        var refused = await _cli.RunAsync("label", "-p", "mail", "--labeller", "llm:paid", "--settings", "models.json");

        refused.ExitCode.ShouldBe(2);
        refused.Refusal.ShouldContain("more than the 1.0000 USD that were agreed to. Say --yes, or raise --confirm-above.");
        refused.Output.ShouldContain("Estimate for llm:paid");
        _server.Requests.ShouldBeEmpty();
        (await LabelAsync("--confirm-above", "500")).ShouldContain("labelled 60 of 60");
        $"{refused.Output}{refused.Error}".ShouldNotContain(LlmFixture.Key);
    }

    [Fact]
    public async Task Who_asks_no_model_is_free()
        => (await DoAsync("label", "-p", "mail", "--labeller", "lexical", "--estimate")).ShouldContain("No model is called, so nothing is paid.");

    private Task<string> LabelAsync(params string[] more) => DoAsync(["label", "-p", "mail", "--labeller", "llm:paid", "--settings", "models.json", .. more]);

    private async Task<JsonNode> ReadAsync(string name) => JsonNode.Parse(await File.ReadAllTextAsync(_cli.File(name), TestContext.Current.CancellationToken))!;

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
