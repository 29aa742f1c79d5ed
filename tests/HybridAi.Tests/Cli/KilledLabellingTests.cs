using System.Text.RegularExpressions;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Cli;

/// <summary>A labelling run whose process is killed again and again: no label is lost, and none paid twice but for what was under way.</summary>
public sealed partial class KilledLabellingTests : IAsyncLifetime
{
    private const int Records = 150;
    private const int Kills = 3;
    private const int InFlight = 4;

    private readonly CliProcess _cli = new() { Variables = { [LlmFixture.KeyVariable] = LlmFixture.Key } };
    private LoopbackOpenAi _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackOpenAi.StartAsync();
        _server.Says("""{"label":"bill","confidence":0.9,"reason":"invoice"}""");
        _server.Delay = TimeSpan.FromMilliseconds(10);
        _cli.Write("project.yaml", "name: mail\nkind: text-classification\ntext: text\nlabels: {bill: invoices, login: signing in}\n");
        _cli.Write("mail.csv", "id,text\n" + string.Concat(Enumerable.Range(0, Records).Select(i => $"m{i},the invoice number {i} is wrong\n")));
        _cli.Write("models.json", $$"""
            {"HybridAi": {"Llm": {"Models": {"paid": {"Provider": "openai", "Model": "m", "Endpoint": "{{_server.Endpoint}}", "ApiKeyVariable": "{{LlmFixture.KeyVariable}}",
              "InputUsdPerMillion": 1, "OutputUsdPerMillion": 10} } } } }
            """);
        (await _cli.RunAsync("project", "save", "project.yaml")).ExitCode.ShouldBe(0);
        (await _cli.RunAsync("ingest", "mail.csv", "--id", "id", "-p", "mail")).ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _cli.Dispose();
    }

    [Fact]
    public async Task No_label_is_lost_and_only_what_was_under_way_is_paid_again()
    {
        string[] label = ["label", "-p", "mail", "--labeller", "llm:paid", "--settings", "models.json", "--concurrency", $"{InFlight}", "--yes"];
        for (var kill = 0; kill < Kills; kill++)
        {
            var midway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _server.Then(30, _ => midway.TrySetResult());
            using var process = _cli.Start(label);
            await midway.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var last = await _cli.RunAsync(label);

        last.ExitCode.ShouldBe(0, last.Error);
        last.Output.ShouldContain("failed 0");
        var again = await _cli.RunAsync(label);
        again.Output.ShouldContain("labelled 0 of 0");
        var calls = _server.Requests.CountBy(request => Item().Match(request.Body).Value).ToList();
        calls.Count.ShouldBe(Records, "every record was asked for");
        calls.Sum(item => item.Value - 1).ShouldBeLessThanOrEqualTo(Kills * InFlight);
    }

    [GeneratedRegex(@"invoice number \d+ ")]
    private static partial Regex Item();
}
