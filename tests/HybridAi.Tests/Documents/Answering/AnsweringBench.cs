using HybridAi.Documents;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Llm;
using HybridAi.Llm.Local;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Documents.Answering;

/// <summary>A stage over documents that a test writes, with the shipped weights.</summary>
internal sealed class AnsweringBench : IDisposable
{
    public const string Tenant = "acme";

    private readonly EmbeddedPassageIndex _index = new(folder: null);
    private readonly Dictionary<string, string> _texts = [];

    // One for all tests: opening it costs half a second.
    private static readonly LocalEncoder Encoder = new();

    public AnsweringBench(IChatClient? model = null, InstructionScore? instruction = null, bool withEncoder = true)
    {
        var weights = EvidenceReader.Shipped(Encoder, new RememberedTexts(Encoder.Encode, megabytes: 16), withEncoder, NullLogger.Instance);
        var sense = instruction ?? (text => InstructionRules.Score(text).Score);
        var extractive = new ExtractiveAnswerer(weights, sense);
        Answerers = new AnswererFamily(model is null ? [extractive] : [extractive, new ModelMember(model, weights, sense, extractive)]);
        Stage = new AnswerStage(_index, Answerers, TimeProvider.System);
    }

    public AnswererFamily Answerers { get; }

    public AnswerStage Stage { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _index.Dispose();

    /// <summary>Takes a text in as one document, a passage for each part between lines of dashes.</summary>
    public async Task AddAsync(string id, string title, string text, DateTimeOffset? asOf = null, string tenant = Tenant)
    {
        _texts[id] = text;
        var (passages, at) = (new List<Passage>(), 0);
        foreach (var part in text.Split("\n-----\n"))
        {
            passages.Add(new(at, part.Length, part, []));
            at += part.Length + "\n-----\n".Length;
        }

        await _index.ReplaceAsync(new(tenant, id, $"hash of {id}", title, asOf, [], []), passages, Stop);
    }

    public async Task<Answer> AskAsync(string question, string answerer = ExtractiveAnswerer.MemberName, params Turn[] conversation)
        => (await Stage.AnswerAsync(new(Tenant, "request-1", question) { Answerer = answerer, Conversation = conversation }, Stop)).Value;

    /// <summary>Every quote is the document's text between its offsets, and every supported sentence has one.</summary>
    public void Check(Answer answer)
    {
        foreach (var citation in answer.Citations.Concat(answer.Abstention?.Nearest ?? []))
            _texts[citation.DocumentId][citation.Start..citation.End].ShouldBe(citation.Quote);
        answer.Sentences.ShouldAllBe(sentence => !sentence.Supported || sentence.Citations.Count > 0);
        (answer.Abstention is null).ShouldBe(answer.Sentences.Count > 0);
        answer.Scores.Answerability.ShouldBeInRange(0, 1);
    }

    /// <summary>The member <c>llm</c> over one client, as the catalogue would make it.</summary>
    private sealed class ModelMember(IChatClient client, EvidenceReader weights, InstructionScore sense, ExtractiveAnswerer extractive) : IAnswererMember
    {
        public string Name => "llm";

        public string Usage => "llm:ALIAS";

        public Outcome<IAnswerer> Create(string? argument) => AnswerPrompts.Of(LlmFixture.Prompts).Then<IAnswerer>(prompts
            => new ChatAnswerer($"llm:{argument}", new Model(argument ?? "fake", new ModelOptions { Provider = "openai", Model = "fake" }, client), prompts, weights, sense, extractive));
    }
}
