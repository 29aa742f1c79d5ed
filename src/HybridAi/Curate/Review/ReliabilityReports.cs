using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>
/// Says how far a labeller's confidences can be believed. Judged by all records that people decided without having seen its label, held-out ones
/// included: nothing learns from the report.
/// </summary>
public sealed class ReliabilityReports(LabelStore labels, LabellingRunStore runs, ResolvedLabels resolved, DoubtStore doubts)
{
    private const int Seed = 1;

    /// <summary>The report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="labeller">Whose confidences; null: the labeller of the newest run.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The report, or a fault: the labeller has labelled nothing. Agreement and margin are known once doubts are.</returns>
    public async Task<Outcome<LabellerReliability>> OfAsync(Project project, string? labeller, CancellationToken cancellation)
    {
        var known = (await runs.ListAsync(project.Name, cancellation)).Select(run => run.Labeller).Distinct().ToList();
        if ((labeller ?? known.FirstOrDefault()) is not { } judged || !known.Contains(judged))
        {
            return labeller is null
                ? Fault.Conflict("nothing-labelled", $"No labeller has run over '{project.Name}' yet.")
                : Fault.NotFound("labeller-unknown", $"'{labeller}' has labelled nothing in '{project.Name}'. Those that have: {string.Join(", ", known)}.");
        }

        var given = await labels.NewestAsync(project.Name, judged, cancellation);
        var blind = (await resolved.AllAsync(project, cancellation))
            .Where(found => !found.SuggestionShown && given.TryGetValue(found.RecordId, out var label) && label.Value is not null)
            .Select(found => (Id: found.RecordId, Right: found.Label == given[found.RecordId].Value)).ToList();
        var doubted = (await doubts.MostDoubtfulAsync(project.Name, null, cancellation)).Where(doubt => doubt.Labeller == judged && doubt.Label == given[doubt.RecordId].Value)
            .ToDictionary(doubt => doubt.RecordId);
        return new LabellerReliability(judged, blind.Count,
        [
            .. blind.Select(row => given[row.Id].ConfidenceSource).DefaultIfEmpty().Distinct().Order().Select(
                source => Judge(source, id => given[id].ConfidenceSource == source ? given[id].Confidence : null)),
            Judge(ConfidenceSource.Agreement, id => Said(id, ConfidenceSource.Agreement)),
            Judge(ConfidenceSource.StudentMargin, id => Said(id, ConfidenceSource.StudentMargin)),
        ]);

        SourceReliability Judge(ConfidenceSource source, Func<string, double?> said)
        {
            var rows = blind.Select(row => (Said: said(row.Id), row.Right)).Where(row => row.Said is not null).ToList();
            return SourceReliability.Of(source, [.. rows.Select(row => row.Said!.Value)], [.. rows.Select(row => row.Right)], Seed);
        }

        double? Said(string id, ConfidenceSource source)
            => doubted.TryGetValue(id, out var doubt) && doubt.Confidences.TryGetValue(source, out var sure) ? sure.Said : null;
    }
}
