using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai review</c>: the review desk, one act a call, or as a dialogue at the terminal.</summary>
internal static class ReviewVerb
{
    public static Command Create() => Verb.Group(
        "review", "Look at doubtful and held-out records: accept, correct, skip, undo; decide disputes; see how far and how good people are and how far they agree.",
        [
            Desk(), Next(), Accept(), Correct(), Skip(), Undo(), .. ReviewTeamVerb.All(), ReviewAgreementVerb.Create(), ReviewDoubtVerb.Create(),
            ReviewAutoAcceptVerb.Create(), ReviewReliabilityVerb.Create(),
        ]);

    private static Command Desk()
    {
        var (annotator, queue, labeller) = (Annotator(), Queue(), CommonOptions.Labeller());
        return Verb.OverProject(
            "desk", "A dialogue: one record after the other until you quit.",
            (stages, project, parsed, cancellation) =>
                new ReviewDialogue(stages.Get<ReviewDesk>(), project, parsed.GetRequiredValue(annotator), parsed.GetValue(queue), parsed.GetValue(labeller))
                    .RunAsync(Console.In, Console.Out, cancellation),
            annotator, queue, labeller);
    }

    private static Command Next()
    {
        var (annotator, queue, labeller) = (Annotator(), Queue(), CommonOptions.Labeller());
        var blind = new Option<bool>("--blind") { Description = "Don't show the suggestion." };
        return Verb.OverProject("next", "The next record, with its suggestion.", async (stages, project, parsed, cancellation) =>
        {
            var item = await stages.Get<ReviewDesk>().NextAsync(
                project.Definition, parsed.GetRequiredValue(annotator), parsed.GetValue(queue), parsed.GetValue(labeller), cancellation, parsed.GetValue(blind));
            Output.Line(item is null ? "Nothing waits." : ReviewDialogue.Describe(project.Definition, item));
            return null;
        }, annotator, queue, labeller, blind);
    }

    private static Command Accept()
    {
        var (labeller, comment) = (CommonOptions.Labeller(), Comment());
        return Act("accept", "Take the suggested label.", "kept", (desk, project, id, annotator, parsed, cancellation) => desk.AnswerAsync(
            project, Answer.Accept(id, annotator) with { Labeller = parsed.GetValue(labeller), Comment = parsed.GetValue(comment) }, cancellation),
            [Id], labeller, comment);
    }

    private static Command Correct()
    {
        var label = new Argument<string>("label") { Description = "A label of the schema." };
        var (blind, labeller, comment) = (new Option<bool>("--blind") { Description = "The suggestion was not seen." }, CommonOptions.Labeller(), Comment());
        return Act("correct", "Give the record a label.", "kept", (desk, project, id, annotator, parsed, cancellation) => desk.AnswerAsync(
            project,
            Answer.Correct(id, annotator, parsed.GetRequiredValue(label)) with
            {
                Unseen = parsed.GetValue(blind), Labeller = parsed.GetValue(labeller), Comment = parsed.GetValue(comment),
            },
            cancellation), [Id, label], blind, labeller, comment);
    }

    private static Command Skip() => Act("skip", "Pass the record over.", "kept", (desk, project, id, annotator, _, cancellation)
        => desk.SkipAsync(project, id, annotator, cancellation), [Id]);

    private static Command Undo() => Act("undo", "Take back your last act.", "taken back", (desk, project, _, annotator, _, cancellation)
        => desk.UndoAsync(project.Definition, annotator, cancellation), []);

    private static Argument<string> Id => new("record") { Description = "The record's id." };

    private static Command Act(
        string name,
        string description,
        string ended,
        Func<ReviewDesk, ProjectVersion, string, string, ParseResult, CancellationToken, Task<Outcome<Annotation>>> act,
        Argument<string>[] arguments,
        params IEnumerable<Symbol> options)
    {
        var annotator = Annotator();
        return Verb.OverProject(name, description, async (stages, project, parsed, cancellation) =>
        {
            var id = arguments is [var first, ..] ? parsed.GetRequiredValue(first) : "";
            var outcome = await act(stages.Get<ReviewDesk>(), project, id, parsed.GetRequiredValue(annotator), parsed, cancellation);
            if (!outcome.Succeeded(out var annotation, out var fault)) return fault;
            Output.Line($"{annotation.RecordId}: {annotation.Action} {annotation.Label} {ended}");
            return null;
        }, [.. arguments, annotator, .. options]);
    }

    private static Option<string?> Comment() => new("--comment") { Description = "What you have to say about it.", HelpName = "TEXT" };

    private static Option<string> Annotator() => new("--as") { Description = "Your name as an annotator.", Required = true, HelpName = "NAME" };

    private static Option<QueueKind> Queue() => new("--queue")
    {
        Description = "mixed, doubtful, random or rare (for learning), or held-out (for judging).",
        HelpName = "QUEUE",
        DefaultValueFactory = _ => QueueKind.Mixed,
        CustomParser = token =>
        {
            if (Enum.TryParse<QueueKind>(token.Tokens[0].Value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind)) return kind;
            token.AddError($"--queue is mixed, doubtful, held-out, random or rare, not '{token.Tokens[0].Value}'.");
            return default;
        },
    };
}
