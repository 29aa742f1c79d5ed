using System.Globalization;
using System.Runtime.CompilerServices;
using HybridAi.Documents.Retrieval;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Structured;

namespace HybridAi.Documents.Answering;

/// <summary>
/// A model writes sentences with quotes; each quote is looked for in its passage and each sentence held to its quotes, so that what reaches the reader is
/// what documents say, whatever the model was talked into. Passages that read like instructions are not shown to it, and the call has no tools.
/// </summary>
public sealed class ChatAnswerer : IAnswerer
{
    private const int MostPassages = 8;
    private const int MostSentences = 12;
    private const int MostTurns = 4;
    private const int MostOfATurn = 500;

    private static readonly AnswerSchema AnswerForm = AnswerSchema.Of<SaidAnswer>("answer", "An answer from passages.");
    private static readonly AnswerSchema QuestionForm = AnswerSchema.Of<SaidQuestion>("question", "A question that stands alone.");

    private readonly Model _model;
    private readonly AnswerPrompts _prompts;
    private readonly EvidenceReader _evidence;
    private readonly InstructionScore _instruction;
    private readonly ExtractiveAnswerer _extractive;

    /// <summary>An answerer over a model.</summary>
    /// <param name="name">Its name: <c>llm:large</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="evidence">Says how answerable a question is.</param>
    /// <param name="instruction">Says which passages the model is not to see.</param>
    /// <param name="extractive">Steps in where the model fails.</param>
    public ChatAnswerer(string name, Model model, AnswerPrompts prompts, EvidenceReader evidence, InstructionScore instruction, ExtractiveAnswerer extractive)
        => (Name, _model, _prompts, _evidence, _instruction, _extractive) = (name, model, prompts, evidence, instruction, extractive);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task<AskedQuestion> UnderstandAsync(AskRequest ask, CancellationToken cancellation)
    {
        var plain = FollowUp.Join(ask.Question, ask.Conversation);
        if (!FollowUp.Leans(ask.Question, ask.Conversation)) return plain;
        var turns = ask.Conversation.TakeLast(MostTurns).Select(turn => new Dictionary<string, object?> { ["question"] = Cut(turn.Question), ["answer"] = Cut(turn.Answer) }).ToArray();
        var values = new Dictionary<string, object?> { ["turns"] = turns, ["last"] = ask.Question, ["marker"] = MarkerOf(ask.RequestId, [ask.Question, .. ask.Conversation.Select(turn => turn.Question + turn.Answer)]) };
        var (outcome, spent) = await SayAsync<SaidQuestion>(_prompts.Rewrite, values, QuestionForm, ask.RequestId, ask.Question, ask.Payer, cancellation);
        var cost = spent.Calls == 0 ? 0 : spent.CostUsd;
        return outcome.Succeeded(out var said, out _) && PlainText.Of(said.Value.Question) is { Length: > 0 and <= AnswerStage.MaxQuestion } standalone
            ? new(ask.Question, standalone, Name) { CostUsd = cost }
            : plain with { CostUsd = cost };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (answer, doubts) = await WriteAsync(request, cancellation);
        foreach (var doubt in doubts) yield return new AnswerPart.Unsupported(null, doubt);
        foreach (var part in answer.Parts()) yield return part;
    }

    private async Task<(Answer Answer, IReadOnlyList<string> Doubts)> WriteAsync(AnswerRequest request, CancellationToken cancellation)
    {
        var evidence = AnswerEvidence.Of(request.Asked.Standalone, request.Passages, _evidence, _instruction);
        var shown = evidence.Considerations.Where(passage => !passage.LeftOut).Select(passage => passage.Found).Take(MostPassages).ToList();
        var leftOut = evidence.Considerations.Count(passage => passage.LeftOut);
        List<string> remarks = leftOut == 0 ? [] : [$"{leftOut} passages were left out because they read like instructions to a model."];
        if (shown.Count == 0) return (_extractive.Answer(request) with { Remarks = remarks }, []);
        var values = new Dictionary<string, object?> { ["count"] = shown.Count, ["question"] = request.Asked.Standalone };
        var marker = MarkerOf(request.RequestId, [request.Asked.Standalone, .. shown.Select(found => found.Passage.Text)]);
        (values["marker"], values["passages"]) = (marker, shown.Select((found, i) => ValuesOf(found, i + 1, marker)).ToArray());
        var (outcome, spent) = await SayAsync<SaidAnswer>(_prompts.Answer, values, AnswerForm, request.RequestId, request.Asked.Standalone, request.Payer, cancellation);
        if (!outcome.Succeeded(out var said, out var fault))
            return (Spent(_extractive.Answer(request) with { Remarks = [.. remarks, $"{Name} gave no usable answer ({fault.Code}); the best sentences of the documents stand in."] }), []);

        var held = said.Value.Sentences.Take(MostSentences).Select(sentence => CitedSentence.Of(sentence, shown, _instruction)).ToList();
        var kept = request.Unsupported == UnsupportedRule.Mark ? held.Where(sentence => sentence.Text.Length > 0).ToList() : held.Where(sentence => sentence.Supported).ToList();
        var doubts = held.Where(sentence => !sentence.Supported && !kept.Contains(sentence)).Select(sentence => sentence.Doubt!).ToList();
        var answer = new Answer(request.Asked, Name, kept, Refusal(said.Value, kept), new(evidence.Answerability, _evidence.Model.Threshold, null, evidence.BestSpan), evidence.Considerations)
        {
            Remarks = remarks, Dropped = doubts.Count, PromptHash = _prompts.Answer.Hash,
        };
        if (answer.Abstention is not null) return (Spent(answer with { Sentences = [] }), doubts);
        return (Spent(answer with { Scores = answer.Scores with { Support = kept.Min(sentence => sentence.Support) } }), doubts);

        Answer Spent(Answer of) => of with
        {
            CostUsd = spent.Calls == 0 ? request.Asked.CostUsd : spent.CostUsd + request.Asked.CostUsd, InputTokens = spent.InputTokens, OutputTokens = spent.OutputTokens,
        };
    }

    private static Abstention? Refusal(SaidAnswer said, IReadOnlyList<AnswerSentence> kept)
    {
        if (!said.Answerable || said.Sentences.Count == 0)
        {
            var reason = PlainText.Of(said.Reason ?? "");
            return new(AbstentionKind.ModelDeclined, reason.Length == 0 ? "The passages don't answer the question." : $"The passages don't answer the question. The model's reason: {Excerpt.Bounded(reason, 300)}");
        }

        return kept.Any(sentence => sentence.Supported) ? null : new(AbstentionKind.NothingSupported, "A model wrote an answer, but nothing of it stands in the documents.");
    }

    private static Dictionary<string, object?> ValuesOf(FoundPassage found, int number, string marker) => new()
    {
        ["number"] = number, ["marker"] = marker, ["text"] = found.Passage.Text,
        ["title"] = Excerpt.Bounded(string.Join(" > ", found.Passage.HeadingPath.Prepend(found.Version.Title).Distinct()).ReplaceLineEndings(" "), MostOfATurn),
        ["date"] = found.Version.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    // The request's id is nobody's to know who wrote a document, and the texts are in it: neither can be guessed or written down beforehand.
    private static string MarkerOf(string requestId, IEnumerable<string> texts) => TextMarker.Of($"{requestId}\n{string.Join('\n', texts)}");

    private static string Cut(string text) => Excerpt.Bounded(text, MostOfATurn);

    private async Task<(Outcome<Structured<T>> Outcome, CallTally Spent)> SayAsync<T>(
        Prompt prompt, Dictionary<string, object?> values, AnswerSchema schema, string requestId, string input, Payer payer, CancellationToken cancellation)
        where T : class
    {
        if (!prompt.Render(values).Succeeded(out var messages, out var fault)) return (fault, new());
        var chat = prompt.Options();
        new CallContext(CallContext.NoProject, "answering", requestId, null, input) { Key = payer.Key, Tenant = payer.Tenant }.AttachTo(chat);
        var options = new StructuredOptions(chat, schema, _model.Options.Capabilities, _prompts.Repair);
        return (await StructuredAnswer.AskAsync<T>(_model.Client, messages, options, cancellation), options.Spent);
    }
}
