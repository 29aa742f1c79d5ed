using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>Holds what a file says against the project. One wrong part refuses the whole row, so that it can be put right and brought in again.</summary>
internal sealed class ImportCheck(Project project, int maxTextCharacters)
{
    private const int MaxNameCharacters = 200;

    private readonly LabelForm _form = project.Form;
    private readonly RowText? _rows = RowText.Of(project);

    /// <summary>The item with its labels as they are kept; the fault is null exactly when there is one.</summary>
    public ExchangeItem? Check(ExchangeItem item, out RowFault? fault)
    {
        fault = RecordFault(item);
        if (fault is null && item.Text is { } row && _rows is not null) item = item with { Text = Row(row, ref fault), Hash = null };
        if (fault is not null) return null;
        var gold = item.Gold is null ? null : Kept(item.Gold, "gold", ref fault);
        var proposals = item.Proposals.Select((proposal, i) => Proposal(proposal, $"proposals[{i}]")).ToList();
        var annotations = item.Annotations.Select((annotation, i) => Annotation(annotation, $"annotations[{i}]")).ToList();
        var decision = item.Decision is { } given ? Decision(given) : default;
        fault ??= proposals.Select(part => part.Fault).Concat(annotations.Select(part => part.Fault)).Append(decision.Fault).FirstOrDefault(wrong => wrong is not null);
        return fault is not null
            ? null
            : item with
            {
                Gold = gold, Proposals = [.. proposals.Select(part => part.Part!)], Annotations = [.. annotations.Select(part => part.Part!)], Decision = decision.Part,
            };
    }

    private RowFault? RecordFault(ExchangeItem item)
    {
        if (item.Project is { } other && other != project.Name)
            return new("project-other", $"The row belongs to the project '{RowReader.Shorten(other, 60)}', not to '{project.Name}'.", "project");
        if (NameFault(item.Id!, "id", "id") is { } bad) return bad;
        if (item.Text is not { } text) return null;
        if (string.IsNullOrWhiteSpace(text)) return new("text-missing", "The row has no text.", "text");
        if (text.Length > maxTextCharacters) return new("text-too-long", $"The text is longer than {maxTextCharacters:N0} characters.", "text");
        if (text.Contains('\0') || item.Fields?.Any(field => field.Key.Contains('\0') || field.Value?.Contains('\0') != false) == true)
            return new("nul-byte", "A value holds a NUL character, or a field none.", "text");
        return item.Hash is { } hash && hash != ContentHash.Of(text)
            ? new("hash-mismatch", "The text is not the one that the hash names: it was changed since it was exported.", "hash")
            : null;
    }

    // A row that somebody wrote otherwise, spaced or in another order, is the same row.
    private string? Row(string text, ref RowFault? fault)
    {
        if (_rows!.Read(text).Succeeded(out var row, out var wrong)) return row;
        fault = new(wrong.Code, $"The text is no row of '{project.Name}': {wrong.Reason}", "text");
        return null;
    }

    private (ExchangeProposal? Part, RowFault? Fault) Proposal(ExchangeProposal? proposal, string place)
    {
        if (proposal?.Label is null) return (null, new("label-missing", "The proposal has no label.", place));
        if (NameFault(proposal.Labeller, "labeller", place) is { } bad) return (null, bad);
        if (proposal.Confidence is not (>= 0 and <= 1)) return (null, new("confidence-bad", "A confidence is 0 to 1.", place));
        RowFault? fault = null;
        return (proposal with { Label = Kept(proposal.Label, place, ref fault) ?? "" }, fault);
    }

    private (ExchangeAnnotation? Part, RowFault? Fault) Annotation(ExchangeAnnotation? annotation, string place)
    {
        if (annotation?.Label is null) return (null, new("label-missing", "The annotation has no label.", place));
        if (NameFault(annotation.Annotator, "annotator", place) is { } bad) return (null, bad);
        RowFault? fault = null;
        return (annotation with { Label = Kept(annotation.Label, place, ref fault) ?? "" }, fault);
    }

    private (ExchangeDecision? Part, RowFault? Fault) Decision(ExchangeDecision decision)
    {
        if (decision.Label is null) return (null, new("label-missing", "The decision has no label.", "decision"));
        if (NameFault(decision.Reviewer, "reviewer", "decision") is { } bad) return (null, bad);
        RowFault? fault = null;
        return (decision with { Label = Kept(decision.Label, "decision", ref fault) ?? "" }, fault);
    }

    private static RowFault? NameFault(string? name, string what, string place)
    {
        if (string.IsNullOrWhiteSpace(name)) return new($"{what}-missing", $"The {what} is missing.", place);
        return name.Length > MaxNameCharacters || name.Any(char.IsControl)
            ? new($"{what}-bad", $"The {what} has at most {MaxNameCharacters} characters, and no control characters.", place)
            : null;
    }

    private string? Kept(string label, string place, ref RowFault? fault)
    {
        var read = _form.Read(label);
        if (read.Succeeded(out var kept, out var unknown)) return kept;
        fault ??= new(unknown.Code, unknown.Reason, place);
        return null;
    }
}
