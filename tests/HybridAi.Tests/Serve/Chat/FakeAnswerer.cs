using System.Runtime.CompilerServices;
using HybridAi.Documents.Answering;

namespace HybridAi.Tests.Serve.Chat;

/// <summary>An answerer that says what it is told to, sentence by sentence, and remembers what it was asked.</summary>
internal sealed class FakeAnswerer(string name, double sureness = 0.9, decimal? cost = 0) : IAnswerer, IAnswererMember
{
    public string Name => name;

    public string Usage => name;

    public List<AnswerRequest> Asked { get; } = [];

    public IReadOnlyList<string> Says { get; init; } = ["It is forty.", "It was thirty."];

    public string Quotes { get; init; } = "forty";

    /// <summary>Holds back everything after the first sentence; null: says all at once.</summary>
    public TaskCompletionSource? Gate { get; init; }

    /// <summary>What it breaks off with after the first sentence.</summary>
    public Exception? Breaks { get; init; }

    public Outcome<IAnswerer> Create(string? argument) => Success.Of<IAnswerer>(this);

    public Task<AskedQuestion> UnderstandAsync(AskRequest ask, CancellationToken cancellation) => Task.FromResult(new AskedQuestion(ask.Question, ask.Question));

    public async IAsyncEnumerable<AnswerPart> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Asked.Add(request);
        var sentences = Says.Select((text, i) => new AnswerSentence(text, [new Citation("doc", "v1", "Limits", 2, 10 * i, (10 * i) + 5, Quotes)], true, 1)).ToList();
        var answer = new HybridAi.Documents.Answering.Answer(request.Asked, name, sentences, null, new(sureness, 0.3, 1, 0.8), []) { CostUsd = cost, InputTokens = 10, OutputTokens = 3 };
        foreach (var (part, i) in answer.Parts().Select((part, i) => (part, i)))
        {
            if (i == 2 && Breaks is { } broken) throw broken;
            if (i == 2 && Gate is not null) await Gate.Task.WaitAsync(cancellation);
            yield return part;
        }
    }
}
