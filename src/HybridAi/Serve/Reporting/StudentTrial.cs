using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Learn.Training;
using HybridAi.Learning.Statistics;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>
/// What review buys in the trained model: the same learner on the same texts, once with the labels as proposed and once with those that people came to,
/// judged on the same held-out rows. The interval of the difference is paired: it bets on rows where only one of the two is right.
/// </summary>
public sealed class StudentTrial(RecordStore records, LabelStore labels, ResolvedLabels resolved, TrainerFamily trainers)
{
    private const double EachSide = 0.975;

    /// <summary>Trains and judges both, or says why there is nothing to compare.</summary>
    public async Task<Outcome<StudentEffect>> RunAsync(ProjectVersion project, string labeller, CancellationToken cancellation)
    {
        if (!trainers.For(project.Definition, null).Succeeded(out var trainer, out var fault)) return fault;
        var (before, after, held) = await RowsAsync(project.Definition, labeller, cancellation);
        var changed = before.Zip(after).Count(pair => pair.First.Label != pair.Second.Label);
        if (changed == 0) return Fault.Conflict("nothing-corrected", $"Review has changed no training label of '{labeller}' yet.");
        if (held.Count == 0) return Fault.Conflict("nothing-held-out", "No held-out row has a label by people yet.");
        if (!(await RightAsync(project, trainer, before, held, cancellation)).Succeeded(out var first, out fault)) return fault;
        if (!(await RightAsync(project, trainer, after, held, cancellation)).Succeeded(out var second, out fault)) return fault;
        sbyte[] gains = [.. first.Zip(second).Select(pair => (sbyte)((pair.Second ? 1 : 0) - (pair.First ? 1 : 0)))];
        sbyte[] losses = [.. gains.Select(gain => (sbyte)-gain)];
        return new StudentEffect(
            labeller, before.Count, changed, held.Count, first.Count(right => right) / (double)held.Count, second.Count(right => right) / (double)held.Count,
            PairedBound.Lower(gains, EachSide), -PairedBound.Lower(losses, EachSide));
    }

    private async Task<(List<DatasetRow> Before, List<DatasetRow> After, List<DatasetRow> Held)> RowsAsync(
        Project project, string labeller, CancellationToken cancellation)
    {
        var reviewed = (await resolved.AllAsync(project, cancellation)).ToDictionary(label => label.RecordId, label => label.Label);
        var proposed = await labels.NewestAsync(project.Name, labeller, cancellation);
        var (before, after, held) = (new List<DatasetRow>(), new List<DatasetRow>(), new List<(string Hash, DatasetRow Row)>());
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (record.DuplicateOf is not null) continue;
            var said = reviewed.GetValueOrDefault(record.Id);
            if (SplitAssignment.Of(record.GroupHash, project.Split) != Split.Train)
            {
                if (said is not null) held.Add((record.Hash, Row(record, said, Split.Test)));
            }
            else if (proposed.GetValueOrDefault(record.Id)?.Value is { } label && project.Knows(label))
            {
                before.Add(Row(record, label, Split.Train));
                after.Add(Row(record, said ?? label, Split.Train));
            }
        }

        // An order that has nothing to do with who is right, which the interval asks for.
        return (before, after, [.. held.OrderBy(one => one.Hash, StringComparer.Ordinal).Select(one => one.Row)]);

        static DatasetRow Row(Record record, string label, Split split)
            => new(record.Id, record.Text, label, split, LabelSource.Labeller, "", 1, SuggestionShown: false);
    }

    private static async Task<Outcome<IReadOnlyList<bool>>> RightAsync(
        ProjectVersion project, ITrainer trainer, List<DatasetRow> rows, List<DatasetRow> held, CancellationToken cancellation)
    {
        var manifest = new DatasetManifest(
            ContentHash.OfJson(rows), project.Definition.Name, project.Version, [.. project.Definition.Labels.Select(label => label.Name)],
            new Dictionary<Split, int> { [Split.Train] = rows.Count }, new Dictionary<LabelSource, int>(), 0, project.CreatedAt)
        {
            Columns = project.Definition.Columns, Scale = project.Definition.Scale,
        };
        if (!(await trainer.TrainAsync(new(manifest, rows), new(), null, cancellation)).Succeeded(out var trained, out var fault)) return fault;
        var probabilities = new float[trained.Model.Labels.Count];
        return Success.Of<IReadOnlyList<bool>>([.. held.Select(row => trained.Model.Labels[trained.Model.Predict(row.Text, probabilities)] == row.Label)]);
    }
}
