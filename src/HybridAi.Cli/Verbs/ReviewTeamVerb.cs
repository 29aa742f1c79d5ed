using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary>The part of <c>hybridai review</c> that concerns the team: disputes, progress, quality, what is looked at again, settings.</summary>
internal static class ReviewTeamVerb
{
    private const int Shown = 70;

    public static IEnumerable<Command> All() => [Disputes(), Adjudicate(), Progress(), Annotators(), Requeue(), Settings()];

    private static Command Disputes()
    {
        var take = new Option<int>("--take") { Description = "How many at most.", DefaultValueFactory = _ => 50 };
        return Verb.OverProject("disputes", "Records that people don't agree on, and who said what.", async (stages, project, parsed, cancellation) =>
        {
            var disputes = await stages.Get<DisputeDesk>().ListAsync(project.Definition, parsed.GetValue(take), cancellation);
            Output.Table($"{disputes.Count} in dispute", ["record", "text", "labels"], disputes.Select(dispute => (IReadOnlyList<string>)
            [
                dispute.RecordId, OneLine(dispute.Text.Text),
                string.Join(", ", dispute.Annotations.Select(line => $"{line.Annotator}: {line.Label}{(line.Comment is null ? "" : $" ({line.Comment})")}")),
            ]));
            return null;
        }, take);
    }

    private static Command Adjudicate()
    {
        var record = new Argument<string>("record") { Description = "The record's id." };
        var label = new Argument<string>("label") { Description = "A label of the schema." };
        var reviewer = new Option<string>("--as") { Description = "Your name as a reviewer.", Required = true, HelpName = "NAME" };
        var comment = new Option<string?>("--comment") { Description = "What you have to say about it.", HelpName = "TEXT" };
        var reason = new Option<DisputeReason>("--reason")
        {
            Description = "ambiguous, guideline-gap, slip or edge-case.",
            Required = true,
            HelpName = "REASON",
            CustomParser = token =>
            {
                if (Enum.TryParse<DisputeReason>(token.Tokens[0].Value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known)) return known;
                token.AddError($"--reason is ambiguous, guideline-gap, slip or edge-case, not '{token.Tokens[0].Value}'.");
                return default;
            },
        };
        return Verb.OverProject("adjudicate", "Decide the label of a record; the annotations stay as they are.", async (stages, project, parsed, cancellation) =>
        {
            var decided = await stages.Get<DisputeDesk>().AdjudicateAsync(
                project, parsed.GetRequiredValue(record), parsed.GetRequiredValue(reviewer), parsed.GetRequiredValue(label), parsed.GetValue(reason),
                parsed.GetValue(comment), cancellation);
            if (!decided.Succeeded(out var decision, out var fault)) return fault;
            Output.Line($"{decision.RecordId}: decided {decision.Label} ({decision.Reason})");
            return null;
        }, record, label, reviewer, reason, comment);
    }

    private static Command Progress() => Verb.OverProject("progress", "How far the review is.", async (stages, project, _, cancellation) =>
    {
        var progress = await stages.Get<ReviewProgressReport>().OfAsync(project.Definition, cancellation);
        Output.Table("Review", ["records", "open", "resolved", "in dispute", "to look at again", "in hands"],
            [[.. new[] { progress.Records, progress.Open, progress.Resolved, progress.Disputed, progress.Requeued, progress.Held }.Select(Output.Count)]]);
        Output.Table("Annotators", ["name", "labelled", "corrected", "skipped", "last"], progress.Annotators.Select(person => (IReadOnlyList<string>)
        [
            person.Annotator, Output.Count(person.Labelled), Output.Count(person.Corrected), Output.Count(person.Skipped),
            person.LastAt.ToString("u", CultureInfo.InvariantCulture),
        ]));
        Output.Line(progress.SuggestionError is { } error
            ? $"Of {Output.Count(error.Reviewed)} records that chance chose, {Output.Count(error.Wrong)} suggestions were wrong: {Output.Percent(error.Lower)} to {Output.Percent(error.Upper)} of all, with 95 % confidence."
            : "How often suggestions are wrong is not known yet: no record that chance chose is resolved.");
        return null;
    });

    private static Command Annotators() => Verb.OverProject(
        "annotators", "How good annotators are on records with a trusted label, and who does not read.", async (stages, project, _, cancellation) =>
        {
            var people = await stages.Get<AnnotatorQualityReport>().OfAsync(project.Definition, cancellation);
            Output.Table("Annotators", ["name", "labels", "on gold", "right", "95 % interval", "median time", "concerns"], people.Select(person =>
                (IReadOnlyList<string>)
                [
                    person.Annotator, Output.Count(person.Labelled), Output.Count(person.Gold), person.Accuracy is { } right ? Output.Percent(right) : "unknown",
                    person is { Lower: { } lower, Upper: { } upper } ? $"{Output.Percent(lower)} to {Output.Percent(upper)}" : "unknown",
                    Output.Time(person.MedianTime), string.Join(" ", person.Findings.Select(finding => finding.Evidence)),
                ]));
            return null;
        });

    private static Command Requeue()
    {
        var before = new Option<long>("--before") { Description = "Labels given under a version of the project before this one.", Required = true, HelpName = "VERSION" };
        var label = new Option<string?>("--label") { Description = "Only this label.", HelpName = "LABEL" };
        var count = new Option<bool>("--count") { Description = "Only say how many." };
        return Verb.OverProject("requeue", "Have labels of an older guideline looked at again.", async (stages, project, parsed, cancellation) =>
        {
            var request = new RequeueRequest(parsed.GetValue(before), parsed.GetValue(label));
            var requeue = stages.Get<Requeue>();
            var outcome = parsed.GetValue(count)
                ? await requeue.CountAsync(project, request, cancellation)
                : await requeue.RunAsync(project, request, cancellation);
            if (!outcome.Succeeded(out var counts, out var fault)) return fault;
            Output.Line($"{Output.Count(counts.Records)} records, {Output.Count(counts.Annotations)} annotations and {Output.Count(counts.Adjudications)} decisions {(parsed.GetValue(count) ? "would be" : "are")} looked at again.");
            return null;
        }, before, label, count);
    }

    private static Command Settings()
    {
        var overlap = new Option<int?>("--overlap") { Description = "How many people label each record.", HelpName = "N" };
        var agreement = new Option<AgreementRule?>("--agreement") { Description = "Majority or Unanimous.", HelpName = "RULE" };
        var blind = new Option<double?>("--blind-share") { Description = "Share of records shown without a suggestion.", HelpName = "SHARE" };
        var gold = new Option<double?>("--gold-share") { Description = "Share of turns that are checks.", HelpName = "SHARE" };
        var random = new Option<double?>("--random-share") { Description = "Share of learning turns by chance, 0.1 to 0.2.", HelpName = "SHARE" };
        var rare = new Option<double?>("--rare-share") { Description = "Share of learning turns for rare labels.", HelpName = "SHARE" };
        var minutes = new Option<int?>("--lease-minutes") { Description = "How long a record is kept for an annotator.", HelpName = "N" };
        return Verb.OverProject("settings", "How records are reviewed; an option changes it.", async (stages, project, parsed, cancellation) =>
        {
            var (store, name) = (stages.Get<ReviewSettingsStore>(), project.Definition.Name);
            var now = await store.FindAsync(name, cancellation);
            var wanted = now with
            {
                Overlap = parsed.GetValue(overlap) ?? now.Overlap,
                Agreement = parsed.GetValue(agreement) ?? now.Agreement,
                BlindShare = parsed.GetValue(blind) ?? now.BlindShare,
                GoldShare = parsed.GetValue(gold) ?? now.GoldShare,
                RandomShare = parsed.GetValue(random) ?? now.RandomShare,
                RareShare = parsed.GetValue(rare) ?? now.RareShare,
                LeaseMinutes = parsed.GetValue(minutes) ?? now.LeaseMinutes,
            };
            if (wanted != now && (await store.SaveAsync(name, wanted, cancellation)).Fault is { } fault) return fault;
            Output.Json(wanted);
            return null;
        }, overlap, agreement, blind, gold, random, rare, minutes);
    }

    private static string OneLine(string text) => (text.Length <= Shown ? text : $"{text[..Shown]}…").ReplaceLineEndings(" ");
}
