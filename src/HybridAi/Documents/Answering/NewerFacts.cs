using System.Globalization;
using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Finds where two documents of different dates state the same thing with another value, puts the newer statement in the older one's place and names both.
/// </summary>
internal static class NewerFacts
{
    // Further down the statements answer something else.
    private const int Compared = 15;

    /// <summary>The chosen spans with the newest statement of each fact, and the conflicts that were found.</summary>
    public static (IReadOnlyList<RankedSpan> Chosen, IReadOnlyList<FactConflict> Conflicts) Prefer(
        AnswerEvidence evidence, EvidenceQuestion question, IReadOnlyList<RankedSpan> chosen, IReadOnlyList<RankedSpan> ranked)
    {
        var kept = chosen.ToList();
        var conflicts = new List<FactConflict>();
        foreach (var span in chosen)
        {
            var (version, own) = (evidence.Passages[span.Row.Passage].Version, Words(evidence, span));
            foreach (var other in ranked.Take(Compared))
            {
                var against = evidence.Passages[other.Row.Passage].Version;
                if (against.DocumentId == version.DocumentId || version.AsOf is not { } date || against.AsOf is not { } otherDate || date == otherDate) continue;
                var words = Words(evidence, other);
                if (!SupersededFacts.Contradict(question, own.All, words.All, own.Own, words.Own)) continue;
                var (newer, older) = date > otherDate ? (span, other) : (other, span);
                var conflict = Conflict(evidence, newer, older);
                // The rows of a newer table all differ from one older sentence: that is one conflict.
                if (!conflicts.Any(known => known.Newer.DocumentId == conflict.Newer.DocumentId && known.Older.DocumentId == conflict.Older.DocumentId && known.Older.Start == conflict.Older.Start))
                    conflicts.Add(conflict);
                var at = kept.FindIndex(each => ReferenceEquals(each, older));
                if (at < 0) continue;
                if (kept.Contains(newer)) kept.RemoveAt(at);
                else kept[at] = newer;
            }
        }

        return (kept, conflicts);
    }

    private static FactConflict Conflict(AnswerEvidence evidence, RankedSpan newer, RankedSpan older)
    {
        var (fresh, stale) = (evidence.Cite(newer.Row.Passage, newer.Row.Span), evidence.Cite(older.Row.Passage, older.Row.Span));
        return new(fresh, stale, $"\"{fresh.Title}\" of {Day(fresh.AsOf)} is followed; \"{stale.Title}\" of {Day(stale.AsOf)} says otherwise.");
    }

    private static string Day(DateTimeOffset? date) => date?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "an unknown date";

    private static (AnswerToken[] All, AnswerToken[] Own) Words(AnswerEvidence evidence, RankedSpan span)
    {
        var found = evidence.Passages[span.Row.Passage];
        var own = AnswerTokens.Of(evidence.TextOf(span));
        var spans = EvidenceSpans.Of(found.Passage.Text);
        // What a row's cells are is said by the names of their columns.
        if (span.Row.Span is { Kind: SpanKind.Row, Lead: >= 0 and var header }) own = [.. own, .. AnswerTokens.Of(spans[header].Range.Of(found.Passage.Text))];
        var over = new[] { span.Row.Span.Lead, span.Row.Span.Under }.Where(at => at >= 0).SelectMany(at => AnswerTokens.Of(spans[at].Range.Of(found.Passage.Text)));
        return ([.. own, .. over, .. AnswerTokens.Of($"{found.Version.Title}. {string.Join(". ", found.Passage.HeadingPath)}")], own);
    }
}
