using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Structured;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>
/// A model puts all passages into order at once. It sees them as data between delimiters that nobody can foresee, without those that read like instructions, and
/// what it says can change nothing but their order: one number twice, or one that was not shown, and the order of the search stands.
/// </summary>
/// <remarks>Sun et al. 2023, "Is ChatGPT Good at Search? Investigating Large Language Models as Re-Ranking Agents", section 3.</remarks>
public sealed partial class ChatReranker : IReranker
{
    private const int Looked = 20;
    private const int MostOfAPassage = 1_500;
    private const int MostOfATitle = 300;
    private const int MostOfAQuery = 2_000;

    private static readonly AnswerSchema Form = AnswerSchema.Of<SaidOrder>("order", "The passages that help, the best first.");

    private readonly Model _model;
    private readonly RankingPrompts _prompts;
    private readonly Func<string, bool> _instructs;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>A re-ranker over a model.</summary>
    /// <param name="name">Its name: <c>llm:large</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="instructs">Whether a text reads like an instruction, and the model is not to see it.</param>
    /// <param name="clock">The time, which is a part of each call's id.</param>
    /// <param name="logger">Hears of orders that were of no use.</param>
    public ChatReranker(string name, Model model, RankingPrompts prompts, Func<string, bool> instructs, TimeProvider clock, ILogger logger)
        => (Name, _model, _prompts, _instructs, _clock, _logger) = (name, model, prompts, instructs, clock, logger);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Depth => Looked;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FoundPassage>> RankAsync(PassageQuery query, IReadOnlyList<FoundPassage> found, CancellationToken cancellation)
    {
        int[] shown = [.. Enumerable.Range(0, found.Count).Where(at => !_instructs(found[at].Passage.Text))];
        if (shown.Length < 2) return PassageOrder.Of(found, [.. Enumerable.Range(0, found.Count)], Name);
        if ((await AskAsync(query, [.. shown.Select(at => found[at])], cancellation)).Succeeded(out var said, out var fault))
        {
            if (said.Distinct().Count() == said.Count && said.All(number => number >= 1 && number <= shown.Length))
            {
                int[] named = [.. said.Select(number => shown[number - 1])];
                return PassageOrder.Of(found, [.. named, .. Enumerable.Range(0, found.Count).Except(named)], Name);
            }

            fault = Fault.Unavailable("order-invalid", "The model named a passage twice, or one that it was not shown.");
        }

        Log.AsFound(_logger, Name, fault.Code, fault.Reason);
        return PassageOrder.AsFound(found, $"{Name}: {fault.Code}");
    }

    private async Task<Outcome<IReadOnlyList<int>>> AskAsync(PassageQuery query, IReadOnlyList<FoundPassage> shown, CancellationToken cancellation)
    {
        var (id, question) = ($"ranking-{Guid.CreateVersion7(_clock.GetUtcNow()):N}", Excerpt.Bounded(query.Text, MostOfAQuery));
        // The id is drawn for this one call: nobody who writes a document can know it.
        var marker = TextMarker.Of($"{id}\n{question}\n{string.Join('\n', shown.Select(one => one.Passage.Text))}");
        var values = new Dictionary<string, object?>
        {
            ["count"] = shown.Count, ["marker"] = marker, ["question"] = question, ["passages"] = shown.Select((one, at) => ValuesOf(one, at + 1, marker)).ToArray(),
        };
        if (!_prompts.Rank.Render(values).Succeeded(out var messages, out var fault)) return fault;
        var chat = _prompts.Rank.Options();
        new CallContext(CallContext.NoProject, "ranking", id, null, question) { Tenant = query.Tenant }.AttachTo(chat);
        var options = new StructuredOptions(chat, Form, _model.Options.Capabilities, _prompts.Repair);
        return (await StructuredAnswer.AskAsync<SaidOrder>(_model.Client, messages, options, cancellation)).Then(said => Success.Of(said.Value.Order));
    }

    private static Dictionary<string, object?> ValuesOf(FoundPassage found, int number, string marker) => new()
    {
        ["number"] = number, ["marker"] = marker, ["text"] = Excerpt.Bounded(found.Passage.Text, MostOfAPassage),
        ["title"] = Excerpt.Bounded(string.Join(" > ", found.Passage.HeadingPath.Prepend(found.Version.Title).Distinct()).ReplaceLineEndings(" "), MostOfATitle),
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Reranker} gave no order ({Code}), that of the search stands: {Reason}")]
        public static partial void AsFound(ILogger logger, string reranker, string code, string reason);
    }
}

/// <summary>The order that a model says.</summary>
/// <param name="Order">The numbers of the passages that help, the best first.</param>
internal sealed record SaidOrder([property: System.ComponentModel.Description("The numbers of the passages that help, the best first.")] IReadOnlyList<int> Order);

/// <summary>The prompts that ranking may take.</summary>
/// <param name="Rank">Asks for the order.</param>
/// <param name="Repair">Shows a model what is wrong with its answer.</param>
public sealed record RankingPrompts(Prompt Rank, Prompt Repair)
{
    /// <summary>The prompts of a library, or which is missing.</summary>
    public static Outcome<RankingPrompts> Of(PromptLibrary prompts)
        => prompts.Find("rank_passages").Then(rank => prompts.Find("repair_answer").Then<RankingPrompts>(repair => new RankingPrompts(rank, repair)));
}
