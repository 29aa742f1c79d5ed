using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Finds the passages of a question. One of several parts is searched for as a whole and part by part; a passage counts by where it came nearest to the best.
/// </summary>
internal sealed class QuestionSearch(IPassageIndex index)
{
    // Far more than an answer shows: they say how rare a word is, and whether a fact has another version.
    private const int Top = 50;

    /// <summary>What was found, the best first, with scores as shares of the best.</summary>
    public async Task<IReadOnlyList<FoundPassage>> FindAsync(AskRequest ask, string question, CancellationToken cancellation)
    {
        var whole = new PassageQuery(ask.Tenant, question, Top) { Readers = ask.Readers, Tags = ask.Tags, NotBefore = ask.NotBefore, NotAfter = ask.NotAfter };
        var parts = EvidenceQuestion.PartsOf(question);
        var found = new Dictionary<(string Document, int Start), FoundPassage>();
        foreach (var text in parts.Count == 1 ? [question] : parts.Select(part => part.Text).Prepend(question))
        {
            var hits = await index.SearchAsync(whole with { Text = text }, cancellation);
            foreach (var hit in hits)
            {
                var (key, share) = ((hit.Version.DocumentId, hit.Passage.Start), hit with { Score = hits[0].Score > 0 ? hit.Score / hits[0].Score : 0 });
                if (!found.TryGetValue(key, out var known) || known.Score < share.Score) found[key] = share;
            }
        }

        return [.. found.Values.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Version.DocumentId, StringComparer.Ordinal).ThenBy(hit => hit.Passage.Start).Take(Top)];
    }
}
