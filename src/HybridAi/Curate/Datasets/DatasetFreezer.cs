using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;

namespace HybridAi.Curate.Datasets;

/// <summary>Which labels go into a dataset. What people have come to always does.</summary>
/// <param name="Labellers">Labellers whose proposals fill the training part where no person or file has spoken, the preferred one first.</param>
/// <param name="MinConfidence">A proposal below this confidence, 0 to 1, stays out.</param>
/// <param name="UseGold">Whether trusted labels that came with the files are used.</param>
/// <param name="AutoAccepted">Whether labels that stand accepted without a look teach; never do they judge.</param>
public sealed record FreezeOptions(IReadOnlyList<string> Labellers, double MinConfidence = 0, bool UseGold = true, bool AutoAccepted = false);

/// <summary>
/// Freezes what is labelled now. Only reviewed rows enter calibration and test: a labeller must not judge its own pupil. A duplicate takes
/// the label of its original, and both stand in the same part.
/// </summary>
public sealed class DatasetFreezer(RecordStore records, LabelStore labels, ResolvedLabels resolved, AutoAccept autoAccept, DatasetStore datasets)
{
    /// <summary>Freezes the project's labelled records; the same labels give the same hash.</summary>
    /// <returns>The dataset, or a fault: nothing labelled, a disk that can't be written.</returns>
    public async Task<Outcome<Dataset>> FreezeAsync(ProjectVersion project, FreezeOptions options, CancellationToken cancellation)
    {
        var name = project.Definition.Name;
        var reviewed = (await resolved.AllAsync(project.Definition, cancellation)).ToDictionary(label => label.RecordId);
        var proposed = new List<IReadOnlyDictionary<string, Label>>();
        foreach (var labeller in options.Labellers) proposed.Add(await labels.NewestAsync(name, labeller, cancellation));

        var accepted = options.AutoAccepted ? await autoAccept.AcceptedAsync(project.Definition, cancellation) : new Dictionary<string, AutoAcceptCandidate>();
        var (form, inputs) = (project.Definition.Form, RowText.Of(project.Definition));
        var rows = new List<DatasetRow>();
        await foreach (var record in records.ReadAsync(name, cancellation))
        {
            var split = SplitAssignment.Of(record.GroupHash, project.Definition.Split);
            var row = Reviewed(record, split, reviewed, options) ?? Accepted(record, split, accepted) ?? Proposed(record, split, proposed, options);
            // A label, or a row of columns, that the schema of today no longer knows stays out.
            if (row is not null && form.Read(row.Label).Fault is null && inputs?.IsRow(row.Text) != false) rows.Add(row);
        }

        if (rows.Count == 0)
            return Fault.Conflict("nothing-labelled", $"No record of '{name}' has a label that may be used: label, review, or ingest a label column first.");
        return await datasets.SaveAsync(project, rows, cancellation);
    }

    private static DatasetRow? Reviewed(Record record, Split split, Dictionary<string, ResolvedLabel> reviewed, FreezeOptions options)
    {
        if (reviewed.TryGetValue(record.DuplicateOf ?? record.Id, out var label))
            return new(record.Id, record.Text, label.Label, split, LabelSource.Annotation, label.By, 1, label.SuggestionShown);

        return options.UseGold && record.Gold is { } gold
            ? new(record.Id, record.Text, gold, split, LabelSource.Gold, record.Source, 1, SuggestionShown: false)
            : null;
    }

    private static DatasetRow? Accepted(Record record, Split split, IReadOnlyDictionary<string, AutoAcceptCandidate> accepted)
        => split == Split.Train && accepted.TryGetValue(record.DuplicateOf ?? record.Id, out var label)
            ? new(record.Id, record.Text, label.Label, split, LabelSource.AutoAccepted, label.Labeller, 1 - label.Doubt, SuggestionShown: false)
            : null;

    private static DatasetRow? Proposed(Record record, Split split, List<IReadOnlyDictionary<string, Label>> proposed, FreezeOptions options)
    {
        if (split != Split.Train) return null;
        foreach (var labeller in proposed)
        {
            if (labeller.TryGetValue(record.DuplicateOf ?? record.Id, out var label) && label.Value is { } value && label.Confidence >= options.MinConfidence)
                return new(record.Id, record.Text, value, split, LabelSource.Labeller, label.Labeller, label.Confidence, SuggestionShown: false);
        }

        return null;
    }
}
