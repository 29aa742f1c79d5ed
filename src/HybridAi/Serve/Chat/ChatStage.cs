using System.Runtime.CompilerServices;
using System.Text;
using HybridAi.Documents.Answering;
using HybridAi.Llm.Gateway;

namespace HybridAi.Serve.Chat;

/// <summary>A question within a conversation, or one that begins it.</summary>
/// <param name="Asker">Who asks.</param>
/// <param name="Question">The question.</param>
/// <param name="ConversationId">The conversation; null: it begins one.</param>
public sealed record ChatRequest(Asker Asker, string Question, string? ConversationId = null)
{
    /// <summary>The one who is to answer; null: whoever the tenant's route says.</summary>
    public string? Answerer { get; init; }

    /// <summary>The exchange whose answer is wanted anew; null: none.</summary>
    public string? Replaces { get; init; }

    /// <summary>Tags of which a document must have one; empty: any document.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only documents that speak as of this time or later; null: any time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Only documents that speak as of this time or earlier; null: any time.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Who pays.</summary>
    public Payer Payer { get; init; } = Payer.Project;
}

/// <summary>An answer that is under way. What was shown is kept, however its parts end.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Exchange">The question.</param>
/// <param name="Parts">The answer as it comes about; once its last part is there it is stored.</param>
public sealed record ChatRun(Conversation Conversation, ChatExchange Exchange, IAsyncEnumerable<AnswerPart> Parts)
{
    /// <summary>The exchange as it ended; the one that began before that.</summary>
    public ChatExchange Ended { get; internal set; } = Exchange;
}

/// <summary>From a question in a conversation to its stored answer.</summary>
public sealed class ChatStage(ConversationStore conversations, AnswerRoutes routes, AnswerStage answers, ChatOptions options, TimeProvider clock)
{
    /// <summary>
    /// Begins an answer. What is wrong is said before anything is stored: <c>conversation-unknown</c>, <c>exchange-unknown</c>, <c>question-empty</c>,
    /// <c>question-too-long</c>, <c>answerer-unknown</c>, or what a model's settings lack.
    /// </summary>
    public async Task<Outcome<ChatRun>> BeginAsync(ChatRequest ask, CancellationToken cancellation)
    {
        Conversation? conversation = null;
        IReadOnlyList<ChatExchange> asked = [];
        if (ask.ConversationId is { } id)
        {
            if (!(await conversations.FindAsync(ask.Asker, id, cancellation)).Succeeded(out conversation, out var unknown)) return unknown;
            asked = await conversations.ExchangesAsync(id, cancellation);
        }

        if (ask.Replaces is { } replaced && asked.All(exchange => exchange.Id != replaced))
            return Fault.NotFound("exchange-unknown", $"The conversation has no exchange '{replaced}'.", "replaces");
        var route = ask.Answerer is { } named ? new AnswerRoute([named], []) : await routes.LiveAsync(ask.Asker.Tenant, cancellation);
        var walk = new AnswerWalk(answers, route);
        var request = new AskRequest(ask.Asker.Tenant, $"chat-{Guid.CreateVersion7(clock.GetUtcNow()):N}", ask.Question)
        {
            Conversation = TurnsOf(asked, ask.Replaces), Readers = ask.Asker.Readers, Tags = ask.Tags, NotBefore = ask.NotBefore, NotAfter = ask.NotAfter, Payer = ask.Payer,
        };
        if (!(await walk.BeginAsync(request, cancellation)).Succeeded(out var parts, out var fault)) return fault;
        conversation ??= await conversations.BeginAsync(ask.Asker, ask.Question, cancellation);
        var exchange = await conversations.AskAsync(conversation, ask.Question, ask.Replaces, cancellation);
        var dearest = await conversations.MeanCostAsync(route.Answerers[^1], cancellation);
        ChatRun run = null!;
        run = new(conversation, exchange, KeptAsync(parts, walk, dearest, exchange, ended => run.Ended = ended, cancellation));
        return run;
    }

    // What replaced another is what counts of the two; what broke off or is to be replaced now was never said.
    private List<Turn> TurnsOf(IReadOnlyList<ChatExchange> asked, string? replaces)
    {
        var gone = asked.Select(exchange => exchange.Replaces).Append(replaces).OfType<string>().ToHashSet();
        return [.. asked.Where(exchange => exchange.State == ExchangeState.Answered && !gone.Contains(exchange.Id)).TakeLast(options.Turns)
            .Select(exchange => new Turn(exchange.Answer?.Asked.Standalone ?? exchange.Question, exchange.Text))];
    }

    private async IAsyncEnumerable<AnswerPart> KeptAsync(
        IAsyncEnumerable<AnswerPart> parts, AnswerWalk walk, decimal? dearest, ChatExchange exchange, Action<ChatExchange> ended,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (shown, state, sentence) = (new StringBuilder(), ExchangeState.Stopped, 0);
        await using var each = parts.GetAsyncEnumerator(cancellation);
        try
        {
            while (await MoveAsync())
            {
                if (each.Current is AnswerPart.Delta delta)
                {
                    if (delta.Sentence != sentence) shown.Append(' ');
                    sentence = delta.Sentence;
                    shown.Append(delta.Text);
                }

                if (each.Current is AnswerPart.Whole { Answer: var answer })
                {
                    var done = exchange with { State = ExchangeState.Answered, Text = answer.Text, Answer = ChatAnswer.Of(answer, walk.Steps, dearest) };
                    ended(await conversations.EndAsync(done, walk.OwnCostUsd));
                    state = ExchangeState.Answered;
                }

                yield return each.Current;
            }
        }
        finally
        {
            // Whoever goes in the middle leaves with what was shown; nobody else would know of it.
            if (state != ExchangeState.Answered) ended(await conversations.EndAsync(exchange with { State = state, Text = shown.ToString() }, null));
        }

        async ValueTask<bool> MoveAsync()
        {
            try
            {
                return await each.MoveNextAsync();
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                state = ExchangeState.Failed;
                throw;
            }
        }
    }
}
