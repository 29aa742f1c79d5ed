using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Cli;

public sealed class BudgetTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_labelling_run_stops_at_its_budget_says_so_and_goes_on_when_there_is_room()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        server.Says("""{"label":"bill","confidence":0.9,"reason":"invoice"}""");
        var settings = _cli.Write("settings.json", $$"""
            {"HybridAi":{"Llm":{"Models":{"large":{"Provider":"openai","Endpoint":"{{server.Endpoint}}","Model":"served","InputUsdPerMillion":2,"OutputUsdPerMillion":10} } } } }
            """);
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", "text\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"the invoice number {i} is wrong\n")));
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "-p", "mail");
        string[] label = ["label", "--labeller", "llm:large", "-p", "mail", "--settings", settings, "--concurrency", "2"];

        (await DoAsync("budget", "set", "0.02", "-p", "mail", "--per", "day")).ShouldMatch(@"project\s+mail\s+day\s+\$0\.0200\s+\$0\.0000");
        var stopped = await _cli.RunAsync(label);

        stopped.ExitCode.ShouldBe(2);
        stopped.Refusal.ShouldStartWith("hybridai: There is no room in the day's budget of project 'mail': cap 0.02 USD, spent 0.0");
        stopped.Output.ShouldContain("failed 0");
        var asked = server.Requests.Count;
        asked.ShouldBeInRange(3, 6);
        (await DoAsync("budget", "list")).ShouldContain($"${asked * 0.003m:0.0000}");

        await DoAsync("budget", "set", "5", "-p", "mail", "--per", "day");
        (await DoAsync(label)).ShouldContain($"labelled {20 - asked} of {20 - asked}");
        server.Requests.Count.ShouldBe(20, "no record is paid for twice");
        (await DoAsync("budget", "remove", "-p", "mail", "--per", "day")).ShouldContain("Removed: the day's budget of project 'mail'.");
        (await DoAsync("budget", "list")).ShouldNotContain("mail");
    }

    [Theory]
    [InlineData("Say whose budget", "budget", "set", "1")]
    [InlineData("Say whose budget", "budget", "remove", "--key", "a", "--tenant", "b")]
    [InlineData("There is no project 'nope'", "budget", "set", "1", "-p", "nope")]
    [InlineData("A cap is between 0 and", "budget", "set", "2000000000", "--key", "k1")]
    [InlineData("There is no such budget: the month's budget of tenant 'acme'.", "budget", "remove", "--tenant", "acme")]
    public async Task What_can_not_be_a_budget_is_refused_with_its_reason(string reason, params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Refusal.ShouldContain(reason);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
