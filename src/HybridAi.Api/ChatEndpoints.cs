using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Serve.Chat;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>A question to the documents.</summary>
/// <param name="Question">The question.</param>
/// <param name="ConversationId">The conversation that it continues; left out: it begins one.</param>
/// <param name="Answerer">Who is to answer: <c>extractive</c>, <c>llm:ALIAS</c>; left out: whoever the route says.</param>
/// <param name="Replaces">The exchange whose answer is wanted anew.</param>
/// <param name="Tags">Tags of which a document must have one; left out: any document.</param>
/// <param name="NotBefore">Only documents that speak as of this time or later.</param>
/// <param name="NotAfter">Only documents that speak as of this time or earlier.</param>
/// <param name="Stream">Whether the answer comes as it is made, as server-sent events.</param>
public sealed record AskDocumentsRequest(
    [property: Required] string Question, string? ConversationId = null, string? Answerer = null, string? Replaces = null,
    [property: MaxLength(20)] IReadOnlyList<string>? Tags = null, DateTimeOffset? NotBefore = null, DateTimeOffset? NotAfter = null, bool Stream = true);

/// <summary>A conversation's title.</summary>
/// <param name="Title">The title.</param>
public sealed record TitleRequest([property: Required] string Title);

/// <summary>What the asker thinks of an answer.</summary>
/// <param name="Rating">Whether it helped; left out: nothing is said of that any more.</param>
/// <param name="Comment">What there is to say of it.</param>
public sealed record FeedbackRequest(Rating? Rating = null, string? Comment = null);

/// <summary>A conversation with all that was asked in it.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Exchanges">Its questions and answers, in order; what was asked anew stands beside what it replaces.</param>
public sealed record ConversationAnswer(Conversation Conversation, IReadOnlyList<ChatExchange> Exchanges);

/// <summary>An answer and the conversation that it stands in.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Exchange">The question with its answer.</param>
public sealed record ChatReply(Conversation Conversation, ChatExchange Exchange);

/// <summary>Questions to documents, and the conversations that they make up. Everybody sees his own alone.</summary>
internal static class ChatEndpoints
{
    public static void MapChat(this RouteGroupBuilder v1)
    {
        var chat = v1.MapGroup("/chat").WithTags("Chat").Needs(Rights.Ask);

        chat.MapPost("/", AskAsync)
            .WithSummary("Ask the documents")
            .WithDescription(
                """
                The answer cites what it rests on, span by span, or says why there is none. As server-sent events it comes as 'meta', then 'delta', 'citation' and
                'unsupported' as it is made, 'usage', and 'done' with all of it as it is stored; 'error' where something broke after the beginning, and 'heartbeat'
                while nothing else is sent. Whoever closes the connection stops the answer; what was shown is kept.
                """)
            .Refuses(404, 409, 413, 503);

        chat.MapGet("/route", RouteAsync)
            .WithSummary("Read who answers, and from which sureness on")
            .WithDescription("Without a certificate the last of the answerers answers everything.");

        var conversations = chat.MapGroup("/conversations");
        conversations.MapGet("/", ListAsync).WithSummary("List your conversations, the newest first");
        conversations.MapGet("/{id}", FindAsync).WithSummary("Read a conversation").Refuses(404);
        conversations.MapPut("/{id}/title", RenameAsync).WithSummary("Give a conversation another title").Refuses(404);
        conversations.MapDelete("/{id}", DeleteAsync).WithSummary("Delete a conversation with all that was asked in it").Refuses(404);

        chat.MapPut("/exchanges/{id}/feedback", RateAsync)
            .WithSummary("Say what you think of an answer")
            .WithDescription("A later word replaces an earlier one.")
            .Refuses(404);
    }

    private static async Task<Results<Ok<ChatReply>, ServerSentEventsResult<string>, ProblemHttpResult>> AskAsync(
        AskDocumentsRequest request, [AsParameters] PayerHeaders headers, Caller caller, ChatStage stage, AnswerEvents events, CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var fault)) return Refusal.Of(fault);
        var ask = new ChatRequest(DocumentAsker.Of(caller), request.Question, request.ConversationId)
        {
            Answerer = request.Answerer, Replaces = request.Replaces, Tags = request.Tags ?? [], NotBefore = request.NotBefore, NotAfter = request.NotAfter, Payer = payer,
        };
        if (!(await stage.BeginAsync(ask, cancellation)).Succeeded(out var run, out fault)) return Refusal.Of(fault);
        if (request.Stream) return TypedResults.ServerSentEvents(events.EventsAsync(run, cancellation));
        await foreach (var _ in run.Parts.WithCancellation(cancellation))
        {
            // The run keeps what comes.
        }

        return TypedResults.Ok(new ChatReply(run.Conversation, run.Ended));
    }

    private static async Task<Ok<AnswerRoute>> RouteAsync(Caller caller, AnswerRoutes routes, CancellationToken cancellation)
        => TypedResults.Ok(await routes.LiveAsync(DocumentAsker.Of(caller).Tenant, cancellation));

    private static async Task<Ok<IReadOnlyList<Conversation>>> ListAsync(
        Caller caller, ConversationStore conversations, CancellationToken cancellation, [Description("How many at most.")] [Range(1, 500)] int take = 100)
        => TypedResults.Ok(await conversations.ListAsync(DocumentAsker.Of(caller), take, cancellation));

    private static async Task<Results<Ok<ConversationAnswer>, ProblemHttpResult>> FindAsync(
        string id, Caller caller, ConversationStore conversations, CancellationToken cancellation)
        => (await conversations.FindAsync(DocumentAsker.Of(caller), id, cancellation)).Succeeded(out var found, out var fault)
            ? TypedResults.Ok(new ConversationAnswer(found, await conversations.ExchangesAsync(id, cancellation)))
            : Refusal.Of(fault);

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> RenameAsync(
        string id, TitleRequest request, Caller caller, ConversationStore conversations, CancellationToken cancellation)
        => (await conversations.RenameAsync(DocumentAsker.Of(caller), id, request.Title, cancellation)).ToOk();

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> DeleteAsync(
        string id, Caller caller, ConversationStore conversations, CancellationToken cancellation)
        => (await conversations.DeleteAsync(DocumentAsker.Of(caller), id, cancellation)).ToOk();

    private static async Task<Results<Ok<ChatExchange>, ProblemHttpResult>> RateAsync(
        string id, FeedbackRequest request, Caller caller, ConversationStore conversations, CancellationToken cancellation)
        => (await conversations.RateAsync(DocumentAsker.Of(caller), id, request.Rating, request.Comment, cancellation)).ToOk();
}
