using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HybridAi.Tests.Cli;

public sealed partial class DemoTests : IDisposable
{
    private readonly CliProcess _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_demo_runs_the_whole_flow_and_says_what_came_out_of_it()
    {
        var run = await _cli.RunAsync("demo", "--json", "demo.json");

        run.ExitCode.ShouldBe(0, run.Error);
        var figures = await ReadAsync("demo.json");
        Number(figures, "ingestion", "records").ShouldBe(1080);
        foreach (var labels in figures["labels"]!.AsArray())
        {
            var name = (string)labels!["labeller"]!;
            if (name.StartsWith("recorded:", StringComparison.Ordinal)) Number(labels, "accuracy").ShouldBe(RecordedAccuracy(name["recorded:".Length..]), 1e-9);
        }

        ((bool)figures["model"]!["gate"]!["promoted"]!).ShouldBeTrue();
        var serving = figures["serving"]!;
        Number(serving, "accuracy").ShouldBeGreaterThanOrEqualTo(Number(serving, "referenceAccuracy") - 0.03);
        Number(serving, "report", "saving", "costUsd").ShouldBeLessThan(Number(serving, "report", "saving", "referenceCostUsd"));
        Number(serving, "report", "predictions").ShouldBe(Number(serving, "predictions"));
        run.Output.ShouldContain("Route classical");
        run.Output.ShouldContain("serve --urls");
    }

    [Fact]
    public async Task A_second_demo_asks_nobody_again_and_makes_the_same_dataset_model_and_route()
    {
        (await _cli.RunAsync("demo", "--json", "first.json")).ExitCode.ShouldBe(0);
        var second = await _cli.RunAsync("demo", "--json", "second.json");

        second.ExitCode.ShouldBe(0, second.Error);
        var (before, after) = (await ReadAsync("first.json"), await ReadAsync("second.json"));
        ((string)after["dataset"]!["hash"]!).ShouldBe((string)before["dataset"]!["hash"]!);
        ((string)after["model"]!["hash"]!).ShouldBe((string)before["model"]!["hash"]!);
        ((string)after["route"]!["hash"]!).ShouldBe((string)before["route"]!["hash"]!);
        var report = await _cli.RunAsync("report", "--project", "parcelwise-support", "--json", "report.json");
        report.ExitCode.ShouldBe(0, report.Error);
        (await ReadAsync("report.json"))["labelling"]!.AsArray().Single(labels => (string)labels!["labeller"]! == "recorded:large")!["labelled"]!
            .GetValue<long>().ShouldBe(1080);
    }

    [Fact]
    public async Task What_the_demo_leaves_is_served()
    {
        (await _cli.RunAsync("demo")).ExitCode.ShouldBe(0);
        using var server = _cli.Start("serve", "--urls", "http://127.0.0.1:0");
        try
        {
            var address = await AddressAsync(server.StandardOutput);
            using var http = new HttpClient { BaseAddress = new Uri(address) };

            var answer = await http.PostAsJsonAsync("/v1/projects/parcelwise-support/predict", new { text = "I forgot my password and cannot sign in" }, Cancellation);

            answer.EnsureSuccessStatusCode();
            var prediction = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
            ((string)prediction["label"]!).ShouldBe("account_access");
            prediction["versions"]!["route"].ShouldNotBeNull();
        }
        finally
        {
            await CliProcess.InterruptAsync(server);
            await server.WaitForExitAsync(Cancellation);
        }
    }

    private static async Task<string> AddressAsync(StreamReader output)
    {
        while (await output.ReadLineAsync(Cancellation) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match) return match.Groups["address"].Value;
        }

        throw new InvalidOperationException("The server ended without saying where it listens.");
    }

    private static double RecordedAccuracy(string model)
    {
        var rows = File.ReadLines(Repository.Path("data", "recorded-answers.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        return rows.Average(row => row.GetProperty("answers").GetProperty(model).GetProperty("label").GetString() == row.GetProperty("gold").GetString() ? 1.0 : 0);
    }

    private static double Number(JsonNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = node[name]!;
        return node.GetValue<double>();
    }

    private async Task<JsonNode> ReadAsync(string name) => JsonNode.Parse(await File.ReadAllTextAsync(_cli.File(name), Cancellation))!;

    [GeneratedRegex("listening on: (?<address>http://[^ ]+)")]
    private static partial Regex Listening();
}
