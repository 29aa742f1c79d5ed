using System.CommandLine;
using HybridAi.Cli.Mcp;
using HybridAi.Cli.Terminal;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai mcp</c>: the stages as tools of an agent, over standard input and output. Nothing but the protocol goes to the output.</summary>
internal static class McpVerb
{
    private const string Name = "hybridai";

    private const string Instructions =
        "HybridAi labels texts of a project's kind cheaply and says what that cost. predict goes along the project's live route and is what to use by default; "
        + "label asks one labeller; ask puts a question to a model within the project's budget; report says what was spent and saved. A tool error begins with a stable code and says the way out.";

    public static Command Create() => Verb.Over("mcp", "Serve predict, label, ask and report to an agent over standard input and output (MCP).", async (stages, _, cancellation) =>
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = Name, Version = typeof(McpVerb).Assembly.GetName().Version!.ToString(3) },
            ServerInstructions = Instructions,
            ToolCollection = [PredictTool.Create(stages), LabelTool.Create(stages), AskTool.Create(stages), ReportTool.Create(stages)],
        };
        var logs = stages.Get<ILoggerFactory>();
        await using var transport = new StdioServerTransport(options, logs);
        await using var server = McpServer.Create(transport, options, logs);
        await server.RunAsync(cancellation);
        return null;
    });
}
