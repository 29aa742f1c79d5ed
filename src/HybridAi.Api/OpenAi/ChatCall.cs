using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Api.OpenAi;

/// <summary>A chat request that can be carried out: the model, what is asked of it, and for whom.</summary>
/// <param name="Asked">The name that the caller gave: an alias, or <c>auto</c>.</param>
/// <param name="Model">The model that was named, or the one that <c>auto</c> chose.</param>
/// <param name="Conversation">What is sent.</param>
/// <param name="Options">With which settings; they carry the call's context.</param>
/// <param name="RequestId">Its id in the ledger.</param>
/// <param name="Streams">Whether the answer is wanted in pieces.</param>
/// <param name="IncludeUsage">Whether a stream ends with its usage.</param>
internal sealed record ChatCall(
    string Asked, Model Model, IReadOnlyList<ChatMessage> Conversation, ChatOptions Options, string RequestId, bool Streams, bool IncludeUsage)
{
    /// <summary>The alias that answered: another than the model's own where that could not serve.</summary>
    public string Answering(ServedBy? served) => served?.Alias ?? Model.Alias;
}

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
        if (!Find(request.Model!, ModelNeeds.Of(conversation, options), request.Stream == true).Succeeded(out var model, out fault)) return fault;
        var booked = await attribution.OfAsync(http, Purpose, ChatMessages.Subject(conversation), cancellation);
        if (!booked.Succeeded(out var context, out fault)) return fault;
        context.AttachTo(options);
        return new ChatCall(request.Model!, model, conversation, options, context.RequestId, request.Stream == true, request.StreamOptions?.IncludeUsage == true);
    }

    private Outcome<Model> Find(string name, ModelNeeds needs, bool streams)
    {
        if (name == AutoModel.Name) return auto.Choose(needs, streams);
        return models.Find(name).Then<Model>(model => needs.UnableOf(model.Alias, model.Options) is { } lacking ? lacking : model);
    }
}
