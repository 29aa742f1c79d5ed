using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Documents.Retrieval.Ranking;
using HybridAi.Llm;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Documents.Retrieval.Ranking;

/// <summary>An index of drawn passages and the family over it, whose model is a fake.</summary>
internal sealed class RankingBench : IDisposable
{
    public const string Tenant = "acme";

    private readonly TestFolder _folder = new();

    public RankingBench(IChatClient model) => Family = new([new LexicalRerankerMember(Weights), new ModelMember(model)]);

    public EmbeddedPassageIndex Index { get; } = new(null);

    public RerankerFamily Family { get; }

    /// <summary>Where learnt weights are kept.</summary>
    public string Weights => _folder.File("ranking-weights.json");

    public IReranker Find(string name) => Family.Find(name).Value;

    /// <summary>Documents whose passages all speak of parcels, and of one thing of their own.</summary>
    public async Task FillAsync(int documents)
    {
        string[] things = ["weighs thirty kilograms", "travels by ship", "is insured", "waits in a shop", "has a label", "is heavy", "may be returned"];
        for (var at = 0; at < documents; at++)
        {
            var text = $"Parcel number {at} {things[at % things.Length]}. {string.Concat(Enumerable.Repeat("It is a parcel. ", at % 4))}";
            await Index.ReplaceAsync(new(Tenant, $"d{at}", "v", at % 3 == 0 ? "How heavy" : "Parcels", null, [], []), [new(0, text.Length, text, [])], TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        Index.Dispose();
        _folder.Dispose();
    }

    /// <summary>The member <c>llm</c> over one client, as the catalogue would make it.</summary>
    private sealed class ModelMember(IChatClient client) : IRerankerMember
    {
        public string Name => "llm";

        public string Usage => "llm:ALIAS";

        public Outcome<IReranker> Create(string? argument) => RankingPrompts.Of(LlmFixture.Prompts).Then<IReranker>(prompts => new ChatReranker(
            $"llm:{argument}", new Model(argument ?? "fake", new ModelOptions { Provider = "openai", Model = "fake" }, client), prompts,
            text => InstructionRules.Score(text).Score >= InstructionRules.FlaggedFrom, TimeProvider.System, NullLogger.Instance));
    }
}
