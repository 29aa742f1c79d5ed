using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learning.LabelErrors;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>What an estimation of doubts came to.</summary>
/// <param name="Labeller">Whose labels were doubted.</param>
/// <param name="Records">How many records have a doubt now.</param>
/// <param name="Reviewed">Reviewed training records that were known.</param>
/// <param name="Learned">Whether the weights were learned from them; otherwise they are the stated ones.</param>
/// <param name="LikelyWrong">How many labels confident learning takes for wrong.</param>
/// <param name="Recalibrated">The sources of confidence that were recalibrated on blind review.</param>
/// <param name="Version">The version of the doubts.</param>
public sealed record DoubtSummary(
    string Labeller, int Records, int Reviewed, bool Learned, int LikelyWrong, IReadOnlyList<ConfidenceSource> Recalibrated, string Version);

/// <summary>
/// Says of each label of a labeller how doubtful it is, from all labellers of the project and from what people have reviewed. Held-out records
/// get a doubt too, but what was reviewed of them stays unknown here: what judges models must not have a hand in their training labels.
/// </summary>
public sealed class DoubtScores(
    RecordStore records, LabelStore labels, LabellingRunStore runs, ResolvedLabels resolved, Recalibrator recalibrator, DoubtStore doubts,
    TimeProvider clock)
{
    /// <summary>Estimates and stores the doubts of the project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="labeller">Whose labels; null: the labeller of the newest run.</param>
    /// <param name="seed">Seeds students and folds.</param>
    /// <param name="cancellation">Cancels; nothing is stored then.</param>
    /// <returns>What it came to, or a fault: no labels yet, or all the same.</returns>
    public async Task<Outcome<DoubtSummary>> RunAsync(Project project, string? labeller, int seed, CancellationToken cancellation)
    {
        var labellers = (await runs.ListAsync(project.Name, cancellation)).Select(run => run.Labeller).Distinct().ToList();
        if ((labeller ?? labellers.FirstOrDefault()) is not { } doubted)
            return Fault.Conflict("nothing-labelled", $"No labeller has run over '{project.Name}' yet: there is nothing to doubt.");

        var given = await labels.NewestAsync(project.Name, doubted, cancellation);
        var others = new List<IReadOnlyDictionary<string, Label>>();
        foreach (var other in labellers.Where(other => other != doubted).Order(StringComparer.Ordinal))
            others.Add(await labels.NewestAsync(project.Name, other, cancellation));
        var names = project.Labels.Select(label => label.Name).ToList();
        var place = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        var labelled = new List<Record>();
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (record.DuplicateOf is null && given.TryGetValue(record.Id, out var label) && label.Value is { } value && place.ContainsKey(value)) labelled.Add(record);
        }

        int Place(string? label) => label is not null && place.TryGetValue(label, out var at) ? at : DoubtRows.None;
        var reviewed = (await resolved.AllAsync(project, cancellation)).ToDictionary(label => label.RecordId);
        var training = labelled.Where(record => IsTraining(project, record)).Select(record => record.Id).ToHashSet();
        var judged = labelled.Select(record => new JudgedLabel(
            record.Id, given[record.Id].Value!, training.Contains(record.Id) && reviewed.TryGetValue(record.Id, out var found) ? found : null)).ToList();
        var own = await recalibrator.FitAsync(
            project.Name, doubted, ConfidenceSource.Own, judged, [.. labelled.Select(record => (double?)given[record.Id].Confidence)], seed, cancellation);
        var rows = new DoubtRows([.. labelled.Select(record => record.Text)], [.. labelled.Select(record => Place(given[record.Id].Value))], names)
        {
            Votes = [.. others.Select(votes => labelled.Select(record => Place(votes.GetValueOrDefault(record.Id)?.Value)).ToArray())],
            Confidences = [.. own.Confidences.Select(confidence => confidence?.Chance ?? confidence?.Said)],
            Reviewed = [.. judged.Select(label => Place(label.Found?.Label))],
        };
        if (rows.Given.Distinct().Take(2).Count() < 2)
            return Fault.Conflict("labels-too-few", $"'{doubted}' has given fewer than two different labels in '{project.Name}': doubt needs something to compare.");

        var estimate = await Task.Run(() => new DoubtEstimator(rows.Texts, cancellation).Estimate(rows, seed, cancellation), cancellation);
        var agreement = await recalibrator.FitAsync(
            project.Name, doubted, ConfidenceSource.Agreement, judged, [.. judged.Select((_, row) => rows.Agreement(row))], seed, cancellation);
        var margin = await recalibrator.FitAsync(
            project.Name, doubted, ConfidenceSource.StudentMargin, judged, [.. estimate.StudentMargins.Select(sure => (double?)sure)], seed, cancellation);
        RecalibratedSource[] sources = [own, agreement, margin];
        var (version, now) = (ContentHash.OfJson(new { rows, ids = labelled.Select(record => record.Id), seed }), clock.GetUtcNow());
        await doubts.ReplaceAsync(
            project.Name,
            [.. labelled.Select((record, row) => new Doubt(record.Id, doubted, names[rows.Given[row]], estimate.Scores[row], estimate.PartsOf(row), version, now)
            {
                Confidences = sources.Where(source => source.Confidences[row] is not null).ToDictionary(source => source.Source, source => source.Confidences[row]!),
            })],
            cancellation);
        return new DoubtSummary(
            doubted, labelled.Count, rows.Reviewed.Count(label => label != DoubtRows.None), estimate.LearnedFrom > 0, estimate.Joint.Errors,
            [.. sources.Where(source => source.Version is not null).Select(source => source.Source)], version);
    }

    private static bool IsTraining(Project project, Record record) => SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train;
}
