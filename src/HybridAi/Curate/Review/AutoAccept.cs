using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>
/// Accepts the least doubtful labels without a look, as far as a random audited sample shows that they are right. Audits are what people have
/// come to about the records that chance names, without having seen the label; whatever else they review changes nothing of the bound. Only
/// training records are candidates.
/// </summary>
public sealed class AutoAccept(DoubtStore doubts, RecordStore records, ResolvedLabels resolved, AutoAcceptStore store)
{
    /// <summary>Sets the rule; the candidates are the training records that have a doubt and that nobody has reviewed. Audits begin anew.</summary>
    /// <returns>How it stands, or a fault: a rule out of range, no doubts yet.</returns>
    public async Task<Outcome<AutoAcceptReport>> SetAsync(Project project, AutoAcceptRule rule, CancellationToken cancellation)
    {
        if (rule.Fault is { } fault) return fault;
        var known = await doubts.MostDoubtfulAsync(project.Name, null, cancellation);
        if (known.Count == 0)
            return Fault.Conflict("doubts-missing", $"Nothing is known of how doubtful the labels of '{project.Name}' are: estimate their doubts first.");

        var reviewed = (await resolved.AllAsync(project, cancellation)).Select(label => label.RecordId).ToHashSet();
        var training = new HashSet<string>();
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (record.DuplicateOf is null && SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train) training.Add(record.Id);
        }

        var candidates = known.Where(doubt => training.Contains(doubt.RecordId) && !reviewed.Contains(doubt.RecordId)).Reverse()
            .Select((doubt, place) => new AutoAcceptCandidate(place, doubt.RecordId, doubt.Label, doubt.Labeller, doubt.Score)).ToList();
        if (candidates.Count == 0)
            return Fault.Conflict("candidates-missing", $"Every training record of '{project.Name}' that has a label is reviewed already.");
        await store.SetAsync(project.Name, rule.PlanFor(candidates.Count), candidates, cancellation);
        return await ReportAsync(project, cancellation);
    }

    /// <summary>How the rule stands with the audits so far; what has changed is kept.</summary>
    /// <returns>The report, or a fault: no rule is set.</returns>
    public async Task<Outcome<AutoAcceptReport>> ReportAsync(Project project, CancellationToken cancellation)
    {
        if (await store.FindAsync(project.Name, cancellation) is not { } known)
            return Fault.NotFound("auto-accept-not-set", $"'{project.Name}' has no rule for accepting labels without a look.");
        var candidates = await store.CandidatesAsync(project.Name, cancellation);
        var reviewed = (await resolved.AllAsync(project, cancellation)).ToDictionary(label => label.RecordId);
        var verdict = AutoAcceptJudge.Judge(candidates.Count, place => Find(candidates[place], reviewed), known.Rule);
        var (state, reason) = AutoAcceptStanding.Of(known.Rule, verdict);
        if (state != known.State || verdict.Accepted != known.Accepted) await store.KeepAsync(project.Name, state, verdict.Accepted, cancellation);
        return new AutoAcceptReport(
            known.Rule, state, reason, candidates.Count, verdict.Stands?.Candidates ?? 0,
            verdict.Accepted == 0 ? null : candidates[verdict.Accepted - 1].Doubt, verdict, verdict.NextAudit is { } at ? candidates[at].RecordId : null);
    }

    /// <summary>The labels that stand accepted now by record, those of audited records included; none where no rule is set.</summary>
    public async Task<IReadOnlyDictionary<string, AutoAcceptCandidate>> AcceptedAsync(Project project, CancellationToken cancellation)
    {
        var report = await ReportAsync(project, cancellation);
        if (!report.Succeeded(out var known, out _) || known.Verdict.Accepted == 0) return new Dictionary<string, AutoAcceptCandidate>();
        return (await store.CandidatesAsync(project.Name, cancellation)).Take(known.Verdict.Accepted).ToDictionary(candidate => candidate.RecordId);
    }

    private static AuditFinding Find(AutoAcceptCandidate candidate, Dictionary<string, ResolvedLabel> reviewed)
    {
        if (!reviewed.TryGetValue(candidate.RecordId, out var label)) return AuditFinding.Open;
        if (label.SuggestionShown) return AuditFinding.Left;
        return label.Label == candidate.Label ? AuditFinding.Right : AuditFinding.Wrong;
    }
}
