using System.Globalization;
using System.Text;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary>The desk as a dialogue of lines: a record, then an answer; it ends at <c>q</c> or at the end of the input.</summary>
internal sealed class ReviewDialogue(ReviewDesk desk, ProjectVersion project, string annotator, QueueKind queue, string? labeller)
{
    public static string Describe(Project project, ReviewItem item)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"record     {item.Record.Id}   ({item.Reason}, yours until {item.HeldUntil:HH:mm} UTC)")
            .AppendLine(Input(project, item.Record.Text));
        if (item.Blind) return text.Append("suggestion hidden").ToString();
        return item switch
        {
            { Suggestion: { } label } => text.Append(
                CultureInfo.InvariantCulture, $"suggestion {label.Value}   ({label.Labeller}, {label.Confidence:P0}) {label.Reason}").ToString(),
            { Proposals: [{ Value: null } failed, ..] } => text.Append(CultureInfo.InvariantCulture, $"suggestion none: {failed.Reason}").ToString(),
            _ => text.Append("suggestion none").ToString(),
        };
    }

    // A row a column a line, anything else as it stands.
    private static string Input(Project project, string text)
    {
        if (RowText.Of(project) is not { } rows) return text.Trim();
        var cells = new string?[rows.Columns.Count];
        rows.TryRead(text, cells);
        return string.Join('\n', rows.Columns.Zip(cells).Where(cell => cell.Second is not null).Select(cell => $"{cell.First.Name,-20} {cell.Second}"));
    }

    public async Task<Fault?> RunAsync(TextReader answers, TextWriter screen, CancellationToken cancellation)
    {
        var labels = project.Definition.Labels;
        for (var i = 0; i < labels.Count; i++) await screen.WriteLineAsync($"{i + 1,4}  {labels[i].Name}");
        await screen.WriteLineAsync("Enter accepts · a number or a name corrects · s skips · u takes back · q quits");
        while (await desk.NextAsync(project.Definition, annotator, queue, labeller, cancellation) is { } item)
        {
            await screen.WriteLineAsync($"\n{Describe(project.Definition, item)}");
            if (await ActAsync(item, answers, screen, cancellation)) return null;
        }

        await screen.WriteLineAsync("Nothing waits.");
        return null;
    }

    // One record: asks until the answer could be carried out. True: the annotator wants to stop.
    private async Task<bool> ActAsync(ReviewItem item, TextReader answers, TextWriter screen, CancellationToken cancellation)
    {
        while (true)
        {
            await screen.WriteAsync("> ");
            if (await answers.ReadLineAsync(cancellation) is not { } answer || answer.Trim() == "q") return true;
            var outcome = answer.Trim() switch
            {
                "" => await desk.AcceptAsync(project, item.Record.Id, annotator, labeller, cancellation),
                "s" => await desk.SkipAsync(project, item.Record.Id, annotator, cancellation),
                "u" => await desk.UndoAsync(project.Definition, annotator, cancellation),
                var label => await desk.CorrectAsync(project, item.Record.Id, annotator, Named(label), suggestionShown: true, labeller, cancellation),
            };
            if (outcome.Fault is not { } fault) return false;
            await screen.WriteLineAsync(fault.Reason);
        }
    }

    private string Named(string answer)
        => int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= project.Definition.Labels.Count
            ? project.Definition.Labels[number - 1].Name
            : answer;
}
