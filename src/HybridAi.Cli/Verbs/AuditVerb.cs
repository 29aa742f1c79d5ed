using System.CommandLine;
using HybridAi.Api.Access;
using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai audit</c>: who did what.</summary>
internal static class AuditVerb
{
    public static Command Create()
    {
        var project = new Option<string?>("--project", "-p") { Description = "Only of this project.", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = "At most so many lines, the newest first.", DefaultValueFactory = _ => 50, HelpName = "N" };
        return Verb.Over("audit", "Who did what, when, and how it ended; the newest first.", async (stages, parsed, cancellation) =>
        {
            var count = parsed.GetValue(limit);
            if (count is < 1 or > 100_000) return Fault.BadInput("limit", "--limit is between 1 and 100,000.");
            Output.Table("Audit log", ["when", "who", "as", "what", "project", "target", "outcome"],
                (await stages.Get<AuditLog>().ReadAsync(parsed.GetValue(project), null, count, cancellation)).Select(line => new[]
                {
                    Output.Moment(line.At), line.Caller, line.CallerKind.ToString().ToLowerInvariant(), line.Action, line.Project ?? "", line.Target ?? "", line.Outcome,
                }));
            return null;
        }, project, limit);
    }
}
