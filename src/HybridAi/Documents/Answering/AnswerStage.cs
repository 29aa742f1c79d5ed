using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>From a question to its answer: makes a follow-up stand alone, searches, answers.</summary>
public sealed class AnswerStage(IPassageIndex index, AnswererFamily answerers, TimeProvider clock)
{
    /// <summary>The longest question, in characters.</summary>
    public const int MaxQuestion = 4_000;

    // Far more than an answer shows: they say how rare a word is, and whether a fact has another version.
    private const int Top = 50;

    /// <summary>
    /// The answer as it comes about. What is wrong with the request is said before the first part: <c>question-empty</c>, <c>question-too-long</c>,
    /// <c>answerer-unknown</c>, or what the model's settings lack.
    /// </summary>
    public async Task<Outcome<IAsyncEnumerable<AnswerPart>>> BeginAsync(AskRequest ask, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        if (string.IsNullOrWhiteSpace(ask.Question)) return Fault.BadInput("question-empty", "Ask something: the question is empty.", "question");
        if (ask.Question.Length > MaxQuestion)
            return Fault.BadInput("question-too-long", $"The question has {ask.Question.Length} characters; at most {MaxQuestion} are read.", "question");
        if (!answerers.Find(ask.Answerer).Succeeded(out var answerer, out var fault)) return fault;
        var asked = await answerer.UnderstandAsync(ask, cancellation);
        var passages = await FindAsync(ask, asked.Standalone, cancellation);
        var request = new AnswerRequest(ask.RequestId, asked, passages) { Conversation = ask.Conversation, Payer = ask.Payer, Unsupported = ask.Unsupported };
        return Success.Of(TimedAsync(answerer.AnswerAsync(request, cancellation), began));
    }

    /// <summary>The whole answer, or what is wrong with the request.</summary>
    public async Task<Outcome<Answer>> AnswerAsync(AskRequest ask, CancellationToken cancellation)
        => (await BeginAsync(ask, cancellation)).Succeeded(out var parts, out var fault) ? await parts.WholeAsync(cancellation) : fault;

    // A question of several parts is searched for as a whole and part by part; a passage counts by where it came nearest to the best.
    private async Task<IReadOnlyList<FoundPassage>> FindAsync(AskRequest ask, string question, CancellationToken cancellation)
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

    private async IAsyncEnumerable<AnswerPart> TimedAsync(IAsyncEnumerable<AnswerPart> parts, long began)
    {
        await foreach (var part in parts)
            yield return part is AnswerPart.Whole { Answer: var answer } ? new AnswerPart.Whole(answer with { Latency = clock.GetElapsedTime(began) }) : part;
    }
}
