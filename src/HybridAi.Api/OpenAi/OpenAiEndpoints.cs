using HybridAi.Api.Access;
using HybridAi.Llm;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's API over our models, so that any of its clients calls them through the gateway, with its records.</summary>
internal static class OpenAiEndpoints
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    public static IServiceCollection AddOpenAiFront(this IServiceCollection services) => services
        .AddSingleton<IProblemDetailsWriter, OpenAiProblemWriter>()
        .AddSingleton<CallAttribution>()
        .AddSingleton<ChatCalls>();

    public static void MapOpenAiFront(this IEndpointRouteBuilder app)
    {
        var front = app.MapGroup("/v1").WithTags("OpenAI").Needs(Rights.None).AddEndpointFilter(CrossSite.RefusedAsync);

        front.MapPost("/chat/completions", ChatEndpoint.CompleteAsync)
            .Accepts<ChatCompletionRequest>(Json)
            .Produces<ChatCompletion>(contentType: Json, additionalContentTypes: Events)
            .WithSummary("Complete a chat, as OpenAI does")
            .WithDescription(
                $"""
                'model' is one of our aliases, or '{AutoModel.Name}': the cheapest one that can do what is asked, whose context holds it, whose circuit is not open, and that has not failed within the last half minute.
                The header {CallAttribution.ProjectHeader} says for which project the call is booked (otherwise '{CallAttribution.DefaultProject}'), {CallAttribution.PurposeHeader} what for (otherwise 'chat').
                The answer's headers say which alias answered ({ChatEndpoint.AliasHeader}) and which was asked for ({ChatEndpoint.AskedHeader}), under which id it stands in the ledger ({ChatEndpoint.RequestHeader}), and, unless it is streamed, what it cost ({ChatEndpoint.CostHeader}; left out where that is unknown).
                Tools, response_format, seed and log-probabilities are passed on to models that are said to be capable of them. What would change the answer and is not served is refused.
                """)
            .Refuses(400, 401, 404, 413, 415, 429, 500, 502, 503, 504);

        front.MapPost("/embeddings", EmbeddingEndpoint.EmbedAsync)
            .Accepts<EmbeddingRequest>(Json)
            .Produces<EmbeddingList>(contentType: Json)
            .WithSummary("Embed texts, as OpenAI does")
            .WithDescription(
                """
                'model' is one of our aliases of embedding models. Booked, limited and told as chats are; the usual purpose is 'embedding'.
                A text that was embedded before by the same model costs nothing: its tokens are not in 'usage'.
                """)
            .Refuses(400, 401, 404, 413, 415, 429, 500, 502, 503, 504);

        front.MapGet("/models", (HybridAiOptions options) => TypedResults.Json(ModelListEndpoints.List(options), OpenAiJson.Options))
            .Produces<ModelList>(contentType: Json)
            .WithSummary("List models, as OpenAI does")
            .WithDescription($"Our aliases by name, '{AutoModel.Name}' first. Nobody is called.")
            .Refuses(401, 500);

        front.MapGet("/models/{model}", ModelListEndpoints.Find)
            .Produces<ModelEntry>(contentType: Json)
            .WithSummary("Look at a model, as OpenAI does")
            .Refuses(401, 404, 500);
    }

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) endpoint.Produces<OpenAiErrorBody>(status, Json);
        return endpoint;
    }
}
