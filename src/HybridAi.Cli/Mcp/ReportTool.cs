using System.ComponentModel;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Reporting;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Mcp;

/// <summary>Which report is wanted.</summary>
/// <param name="Project">The project.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Up to when.</param>
internal sealed record ReportArguments(
    [property: Description("The project's name.")] string Project,
    [property: Description("From this moment on, ISO 8601; left out: from the first prediction.")] DateTimeOffset? From = null,
    [property: Description("Before this moment, ISO 8601; left out: to the last prediction.")] DateTimeOffset? Until = null);

/// <summary><c>report</c>: what predictions and labels cost, and what the route saved.</summary>
internal static class ReportTool
{
    public static McpServerTool Create(Stages stages) => new StageTool<ReportArguments>(
        "report",
        "Reports what a project's predictions and labels cost, by tier, labeller and model, with latency, and what the route saved against asking the reference for everything, losses included.",
        readOnly: true,
        async (arguments, cancellation) =>
        {
            var found = await stages.Get<ProjectStore>().FindAsync(arguments.Project, cancellation);
            if (found.Fault is { } unknown) return unknown;
            if (arguments.From > arguments.Until) return Fault.BadInput("period-empty", "'from' is after 'until'.", "from");
            return await stages.Get<CostReports>().MakeAsync(arguments.Project, arguments.From, arguments.Until, cancellation);
        });
}
