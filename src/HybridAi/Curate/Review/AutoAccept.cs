using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>
/// Accepts the least doubtful labels without a look, as far as a random audited sample shows that they are right. Audits are annotations like any
/// other, of records that chance names: whatever else people review changes nothing of the bound. Only training records are candidates.
/// </summary>
public sealed class AutoAccept(DoubtStore doubts, RecordStore records, AnnotationStore annotations, AutoAcceptStore store)
{
    /// <summary>Sets the rule; the candidates are the training records that have a doubt and that nobody has reviewed. Audits begin anew.</summary>
    /// <returns>How it stands, or a fault: a rule out of range, no doubts yet.</returns>
    public async Task<Outcome<AutoAcceptReport>> SetAsync(Project project, AutoAcceptRule rule, CancellationToken cancellation)
    {
        if (rule.Fault is { } fault) return fault;
        var known = await doubts.MostDoubtfulAsync(project.Name, null, cancellation);
        if (known.Count == 0)
            return Fault.Conflict("doubts-missing", $"Nothing is known of how doubtful the labels of '{project.Name}' are: estimate their doubts first.");

        var reviewed = await LabelsOfPeopleAsync(project, cancellation);
        var training = new HashSet<string>();
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (record.DuplicateOf is null && SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train) training.Add(record.Id);
        }

        var candidates = known.Where(doubt => training.Contains(doubt.RecordId) && !reviewed.ContainsKey(doubt.RecordId)).Reverse()
            .Select((doubt, place) => new AutoAcceptCandidate(place, doubt.RecordId, doubt.Label, doubt.Labeller, doubt.Score)).ToList();
        if (candidates.Count == 0)
            return Fault.Conflict("candidates-missing", $"Every training record of '{project.Name}' that has a label is reviewed already.");
        await store.SetAsync(project.Name, rule, candidates, cancellation);
        return await ReportAsync(project, cancellation);
    }

    /// <summary>How the rule stands with the audits so far; what has changed is kept.</summary>
    /// <returns>The report, or a fault: no rule is set.</returns>
    public async Task<Outcome<AutoAcceptReport>> ReportAsync(Project project, CancellationToken cancellation)
    {
        if (await store.FindAsync(project.Name, cancellation) is not { } known)
            return Fault.NotFound("auto-accept-not-set", $"'{project.Name}' has no rule for accepting labels without a look.");
        var candidates = await store.CandidatesAsync(project.Name, cancellation);
        var reviewed = await LabelsOfPeopleAsync(project, cancellation);
        var verdict = AutoAcceptJudge.Judge(
            candidates.Count, place => reviewed.TryGetValue(candidates[place].RecordId, out var label) ? label != candidates[place].Label : null, known.Rule);
        var (state, reason) = Stand(known.Rule, known.State, candidates.Count, verdict);
        if (state != known.State) await store.KeepAsync(project.Name, state, cancellation);
        return new AutoAcceptReport(
            known.Rule, state, reason, candidates.Count, verdict.Accepted, verdict.Accepted == 0 ? null : candidates[verdict.Accepted - 1].Doubt, verdict,
            verdict.NextAudit is { } at ? candidates[at].RecordId : null);
    }

    /// <summary>The labels that stand accepted now by record, without those that people have reviewed; none where no rule is set.</summary>
    public async Task<IReadOnlyDictionary<string, AutoAcceptCandidate>> AcceptedAsync(Project project, CancellationToken cancellation)
    {
        var report = await ReportAsync(project, cancellation);
        if (!report.Succeeded(out var known, out _) || known.Accepted == 0) return new Dictionary<string, AutoAcceptCandidate>();
        return (await store.CandidatesAsync(project.Name, cancellation)).Take(known.Accepted).ToDictionary(candidate => candidate.RecordId);
    }

    private static (AutoAcceptState State, string Reason) Stand(AutoAcceptRule rule, AutoAcceptState before, int candidates, AutoAcceptVerdict verdict)
    {
        if (verdict.Shown is { } shown)
        {
            return (AutoAcceptState.Accepting, Say(
                $"{shown.Accepted:N0} of {candidates:N0} labels are accepted: {shown.Wrong} of {shown.Audits} audits are wrong, at most {shown.ErrorAtMost:P1} of the labels."));
        }

        var open = verdict.Open!;
        var asked = Say($"{open.Wrong} of {open.Audits} audits are wrong; {open.AuditsNeeded} more that are right would show {rule.Precision:P1}.");
        return before == AutoAcceptState.Auditing
            ? (before, $"Nothing is accepted yet: {asked}")
            : (AutoAcceptState.Stopped, Say($"Stopped, for audits broke the bound: up to {open.ErrorAtMost:P1} may be wrong where {rule.ErrorAllowed:P1} is allowed. {asked}"));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, string>> LabelsOfPeopleAsync(Project project, CancellationToken cancellation)
        => (await annotations.StandingAsync(project.Name, cancellation)).Where(annotation => annotation.Label is not null)
            .ToDictionary(annotation => annotation.RecordId, annotation => annotation.Label!);
}
