using System.Runtime.CompilerServices;

namespace HybridAi.Documents.Answering;

/// <summary>The default: the best supported sentences of the passages, as they stand, each cited. Asks no model and costs nothing.</summary>
public sealed class ExtractiveAnswerer(EvidenceReader reader, InstructionScore instruction) : IAnswerer, IAnswererMember
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "extractive";

    private const int MostSentences = 3;
    private const int MostOfAPart = 2;

    // A span less likely than this beside the best one only makes the answer longer.
    private const double LeastChance = 0.02;

    /// <inheritdoc cref="IAnswerer.Name"/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public string Usage => MemberName;

    /// <inheritdoc/>
    public Outcome<IAnswerer> Create(string? argument) => argument is null
        ? Success.Of<IAnswerer>(this)
        : Fault.BadInput("answerer-unknown", $"'{MemberName}' takes no model.", "answerer");

    /// <inheritdoc/>
    public Task<AskedQuestion> UnderstandAsync(AskRequest ask, CancellationToken cancellation) => Task.FromResult(FollowUp.Join(ask.Question, ask.Conversation));

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var part in Answer(request).Parts())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return part;
        }
    }

    /// <summary>The whole answer.</summary>
    internal Answer Answer(AnswerRequest request)
    {
        var evidence = AnswerEvidence.Of(request.Asked.Standalone, request.Passages, reader, instruction);
        var answer = new Answer(request.Asked, Name, [], null, new(evidence.Answerability, reader.Model.Threshold, null, evidence.BestSpan), evidence.Considerations) { CostUsd = request.Asked.CostUsd };
        if (Refusal(evidence) is { } refusal) return answer with { Abstention = refusal };
        var (sentences, conflicts) = (new List<AnswerSentence>(), new List<FactConflict>());
        foreach (var (table, ranked) in evidence.Parts)
        {
            var most = evidence.Parts.Count == 1 ? MostSentences : MostOfAPart;
            var (chosen, found) = NewerFacts.Prefer(evidence, table.Question, [.. ranked.Take(most).Where(span => span.Chance >= LeastChance || span == ranked[0])], ranked);
            conflicts.AddRange(found);
            foreach (var span in chosen)
            {
                var sentence = SpanSentence.Of(evidence, span);
                if (!sentences.Any(said => said.Citations.Any(citation => Holds(citation, sentence.Citations[0])))) sentences.Add(sentence);
            }
        }

        return answer with { Sentences = sentences, Conflicts = conflicts, Scores = answer.Scores with { Support = sentences.Min(sentence => sentence.Support) } };
    }

    private static bool Holds(Citation citation, Citation other)
        => citation.DocumentId == other.DocumentId && citation.Start <= other.Start && other.End <= citation.End;

    private Abstention? Refusal(AnswerEvidence evidence)
    {
        var best = evidence.Parts.SelectMany(part => part.Ranked.Take(MostSentences)).OrderByDescending(span => span.Chance).Take(MostSentences).ToList();
        if (best.Count == 0) return new(AbstentionKind.NothingFound, "No passage that you may read has to do with the question.");
        if (evidence.Answerability >= reader.Model.Threshold) return null;
        var missing = evidence.Missing;
        var reason = missing.Count == 0
            ? "The documents come near the question, but none of them seems to answer it."
            : $"The documents don't seem to answer this: nothing in them speaks of {string.Join(", ", missing.Take(5).Select(word => $"\"{word}\""))}.";
        return new(AbstentionKind.NotAnswerable, reason) { Nearest = [.. best.Select(span => evidence.Cite(span.Row.Passage, span.Row.Span))], Missing = missing };
    }
}
