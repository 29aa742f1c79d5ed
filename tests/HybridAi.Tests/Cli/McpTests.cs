using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace HybridAi.Tests.Cli;

/// <summary><c>hybridai mcp</c> as agents use it: a process that speaks the protocol over its standard input and output.</summary>
public sealed class McpTests : IDisposable
{
    private readonly CliProcess _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task An_agent_finds_the_tools_and_predicts_labels_and_reports()
    {
        await MailAsync();
        await using var agent = await ConnectAsync();

        var tools = await agent.ListToolsAsync(cancellationToken: Cancellation);
        tools.Select(tool => tool.Name).Order().ShouldBe(["ask", "label", "predict", "report"]);
        foreach (var tool in tools)
        {
            tool.Description.ShouldNotBeNullOrWhiteSpace();
            tool.JsonSchema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
            tool.JsonSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldContain("project");
            tool.JsonSchema.GetProperty("properties").GetProperty("project").GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace();
        }

        var predictions = await CallAsync(agent, "predict", new { project = "mail", texts = new[] { "the password does not work", "the invoice is wrong" } });
        predictions.GetProperty("predictions").EnumerateArray().Select(each => each.GetProperty("label").GetString()).ShouldBe(["login", "bill"]);
        var labels = await CallAsync(agent, "label", new { project = "mail", labeller = "lexical", texts = new[] { "a locked account" } });
        labels.GetProperty("proposals")[0].GetProperty("label").GetString().ShouldBe("login");
        var report = await CallAsync(agent, "report", new { project = "mail" });
        report.GetProperty("predictions").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_agent_asks_a_model_within_the_project_s_account()
    {
        await MailAsync();
        await using var agent = await ConnectAsync();
        var recorded = await File.ReadLinesAsync(Path.Combine(AppContext.BaseDirectory, "data", "recorded-answers.jsonl"), Cancellation).FirstAsync(Cancellation);
        var question = (string)JsonNode.Parse(recorded)!["text"]!;

        var answer = await CallAsync(agent, "ask", new { project = "mail", question, model = "large" });
        (answer.GetProperty("model").GetString(), answer.GetProperty("costUsd").GetDecimal() > 0).ShouldBe(("large", true));
        answer.GetProperty("text").GetString().ShouldNotBeNullOrWhiteSpace();
        (await CallAsync(agent, "report", new { project = "mail" })).GetRawText().ShouldContain("\"large\"");

        (await RefusedAsync(agent, "ask", new { project = "mail", question = " " })).ShouldStartWith("question-empty: ");
        (await RefusedAsync(agent, "ask", new { project = "mail", question, maxTokens = 0 })).ShouldStartWith("tokens-out-of-range: ");
        (await RefusedAsync(agent, "ask", new { project = "mail", question, model = "oracle" })).ShouldContain("Known: large, small");
        (await RefusedAsync(agent, "ask", new { project = "nobody", question })).ShouldContain("Known: mail");
    }

    [Fact]
    public async Task What_can_not_be_done_is_a_tool_error_that_says_the_way_out()
    {
        await MailAsync();
        await using var agent = await ConnectAsync();

        (await RefusedAsync(agent, "predict", new { project = "nobody", texts = new[] { "x" } })).ShouldBe("project-unknown: There is no project 'nobody'. Known: mail.");
        (await RefusedAsync(agent, "predict", new { project = "mail", texts = Array.Empty<string>() })).ShouldStartWith("texts-missing: ");
        (await RefusedAsync(agent, "predict", new { project = "mail" })).ShouldStartWith("arguments-unreadable: ");
        (await RefusedAsync(agent, "predict", new { projct = "mail", texts = new[] { "x" } })).ShouldContain("'projct' is not known here");
        (await RefusedAsync(agent, "predict", new { project = 7, texts = new[] { "x" } })).ShouldContain("$.project");
        (await RefusedAsync(agent, "label", new { project = "mail", labeller = "oracle", texts = new[] { "x" } })).ShouldContain("Known: lexical");
        (await RefusedAsync(agent, "label", new { project = "mail", labeller = "lexical", texts = new[] { " " } })).ShouldStartWith("text-empty: texts[0]");
        (await RefusedAsync(agent, "report", new { project = "nobody" })).ShouldContain("Known: mail");
        (await RefusedAsync(agent, "report", new { project = "mail", from = "2026-02-02T00:00:00Z", until = "2026-01-01T00:00:00Z" })).ShouldStartWith("period-empty: ");
    }

    [Fact]
    public async Task Standard_output_is_protocol_only_and_the_end_of_the_input_is_the_end()
    {
        using var process = _cli.Start("mcp");
        await SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        var answer = JsonNode.Parse(await process.StandardOutput.ReadLineAsync(Cancellation) ?? "")!;
        ((string)answer["result"]!["serverInfo"]!["name"]!).ShouldBe("hybridai");
        await SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await SendAsync("this is no JSON");
        await SendAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"predict","arguments":{"project":"nobody","texts":["x"]}}}""");
        await SendAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"no-such-tool","arguments":{}}}""");
        var lines = new List<JsonNode>();
        while (lines.Count(line => line["id"] is not null) < 2 && await process.StandardOutput.ReadLineAsync(Cancellation) is { } line) lines.Add(JsonNode.Parse(line)!);

        process.StandardInput.Close();
        var end = await CliProcess.EndAsync(process);

        end.ExitCode.ShouldBe(0, end.Error);
        end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith('{'));
        ((bool)lines.Single(line => (int?)line["id"] == 2)["result"]!["isError"]!).ShouldBeTrue();
        lines.Single(line => (int?)line["id"] == 3).ToJsonString().ShouldContain("no-such-tool");

        async Task SendAsync(string line)
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync(Cancellation);
        }
    }

    private static async Task<JsonElement> CallAsync(McpClient agent, string tool, object arguments)
    {
        var result = await SendAsync(agent, tool, arguments);
        result.IsError.ShouldNotBe(true, string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text)));
        return result.StructuredContent!.Value;
    }

    private static async Task<string> RefusedAsync(McpClient agent, string tool, object arguments)
    {
        var result = await SendAsync(agent, tool, arguments);
        result.IsError.ShouldBe(true);
        return result.Content.OfType<TextContentBlock>().Single().Text;
    }

    private static ValueTask<CallToolResult> SendAsync(McpClient agent, string tool, object arguments) => agent.CallToolAsync(
        tool, JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value),
        cancellationToken: Cancellation);

    private Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new StdioClientTransport(new()
        {
            Command = "dotnet", Arguments = [Path.Combine(AppContext.BaseDirectory, "HybridAi.Cli.dll"), "mcp"], WorkingDirectory = _cli.Folder,
        }),
        cancellationToken: Cancellation);

    // A project with a live route of one tier.
    private async Task MailAsync()
    {
        _cli.Write("project.yaml", "name: mail\nkind: text-classification\ntext: text\nlabel: label\nlabels: {bill: 'invoices, prices, charges', login: 'password, sign in, locked account'}\n");
        _cli.Write("mail.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? $"explain the invoice {i} please,bill\n" : $"the password of account {i} is refused,login\n")));
        foreach (var verb in new[] { "project save project.yaml", "ingest mail.csv -p mail", "dataset freeze -p mail", "route build --tiers lexical -p mail" })
        {
            var run = await _cli.RunAsync(verb.Split(' '));
            run.ExitCode.ShouldBe(0, $"{verb}: {run.Error}");
        }
    }
}
