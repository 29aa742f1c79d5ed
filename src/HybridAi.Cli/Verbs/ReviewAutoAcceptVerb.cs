using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai review auto-accept</c>: labels that are accepted without a look, as far as audits show that they are right.</summary>
internal static class ReviewAutoAcceptVerb
{
    public static Command Create()
    {
        var precision = new Option<double?>("--precision") { Description = "Set the rule: this share of the accepted labels must be right. Audits begin anew.", HelpName = "P" };
        var confidence = new Option<double>("--confidence") { Description = "How sure that must be.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
        var audits = new Option<int?>("--audits") { Description = "Decide after so many audits (default: planned by the precision).", HelpName = "N" };
        var seed = CommonOptions.Seed();
        return Verb.OverProject("auto-accept", "How accepting without a look stands; with --precision, set what is asked.", async (stages, project, parsed, cancellation) =>
        {
            var stage = stages.Get<AutoAccept>();
            var outcome = parsed.GetValue(precision) is { } asked
                ? await stage.SetAsync(project.Definition, new AutoAcceptRule(asked, parsed.GetValue(confidence), parsed.GetValue(audits), parsed.GetValue(seed)), cancellation)
                : await stage.ReportAsync(project.Definition, cancellation);
            if (!outcome.Succeeded(out var report, out var fault)) return fault;
            Output.Line($"{report.State}  {report.Reason}");
            if (report.NextAudit is { } record) Output.Line($"audit: review correct {record} LABEL --blind");
            return null;
        }, precision, confidence, audits, seed);
    }
}
