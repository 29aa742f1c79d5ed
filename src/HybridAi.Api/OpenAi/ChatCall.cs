using System.Text.Json;
using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>A chat request that can be carried out: the model, what is asked of it, and for whom.</summary>
/// <param name="Model">The model that was named, or the one that <c>auto</c> chose.</param>
/// <param name="Conversation">What is sent.</param>
/// <param name="Options">With which settings; they carry the call's context.</param>
/// <param name="RequestId">Its id in the ledger.</param>
/// <param name="Streams">Whether the answer is wanted in pieces.</param>
/// <param name="IncludeUsage">Whether a stream ends with its usage.</param>
internal sealed record ChatCall(
    Model Model, IReadOnlyList<ChatMessage> Conversation, ChatOptions Options, string RequestId, bool Streams, bool IncludeUsage);

/// <summary>Makes calls of requests.</summary>
internal sealed class ChatCalls(ModelCatalogue models, AutoModel auto, CallAttribution attribution)
{
    private const string Purpose = "chat";

    /// <summary>The call, or what is wrong with the request; nobody is asked yet.</summary>
    public async Task<Outcome<ChatCall>> PrepareAsync(ChatCompletionRequest request, HttpRequest http, CancellationToken cancellation)
    {
        if (ChatRequestFields.Wrong(request) is { } wrong) return wrong;
        if (!ChatMessages.Of(request.Messages!).Succeeded(out var conversation, out var fault)) return fault;
        if (!ChatRequestOptions.Of(request).Succeeded(out var options, out fault)) return fault;
        if (!Find(request.Model!, Needs(request, conversation, options)).Succeeded(out var model, out fault)) return fault;
        var booked = await attribution.OfAsync(http, Purpose, ChatMessages.Subject(conversation), cancellation);
        if (!booked.Succeeded(out var context, out fault)) return fault;
        context.AttachTo(options);
        return new ChatCall(model, conversation, options, context.RequestId, request.Stream == true, request.StreamOptions?.IncludeUsage == true);
    }

    private static ModelNeeds Needs(ChatCompletionRequest request, IReadOnlyList<ChatMessage> conversation, ChatOptions options) => new(
        conversation.Sum(message => message.Text.Length) + (request.Tools is { } tools ? JsonSerializer.Serialize(tools).Length : 0)
            + (request.ResponseFormat?.JsonSchema?.Schema?.GetRawText().Length ?? 0),
        options.MaxOutputTokens,
        Tools: request.Tools is { Count: > 0 },
        Logprobs: request.Logprobs == true,
        JsonSchema: request.ResponseFormat?.Type == "json_schema");

    private Outcome<Model> Find(string name, ModelNeeds needs)
    {
        if (name == AutoModel.Name) return auto.Choose(needs);
        return models.Find(name).Then<Model>(model => AutoModel.Lacks(model, needs) is { } lacking ? lacking : model);
    }
}
