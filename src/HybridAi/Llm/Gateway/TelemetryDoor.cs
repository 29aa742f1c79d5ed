using System.Diagnostics;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// One span and one measurement for each call that goes out, after OpenTelemetry's semantic conventions for generative AI. Ids, names and
/// counts; never a text. The older <c>gen_ai.system</c> stands beside <c>gen_ai.provider.name</c> while both are in use.
/// </summary>
internal sealed class TelemetryDoor(string alias, ModelOptions model, TimeProvider clock, GatewayMetrics metrics) : ICallDoor
{
    private const string Chat = "chat";
    private const string Embeddings = "embeddings";

    // Not async: what it makes the current activity has to stay so for the call itself.
    public ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
    {
        var operation = call.Embeds ? Embeddings : Chat;
        var activity = GatewayMetrics.Activities.StartActivity($"{operation} {model.Model}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            foreach (var (name, value) in Names(operation, responseModel: null)) activity.SetTag(name, value);
            activity.SetTag("gen_ai.request.temperature", call.Temperature);
            activity.SetTag("gen_ai.request.max_tokens", call.MaxOutputTokens);
            activity.SetTag("gen_ai.request.stream", call.Streams ? true : null);
            if (call.Embeds) activity.SetTag("gen_ai.embeddings.dimension.count", call.Dimensions ?? model.Dimensions);
        }

        return new(new Guard(this, operation, activity, clock, metrics));
    }

    private TagList Names(string operation, string? responseModel)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", operation },
            { "gen_ai.provider.name", model.Provider },
            { "gen_ai.system", model.Provider },
            { "gen_ai.request.model", model.Model },
            { "hybridai.model.alias", alias },
        };
        if (responseModel is not null) tags.Add("gen_ai.response.model", responseModel);
        if (model.Endpoint is not { } endpoint) return tags;
        tags.Add("server.address", endpoint.Host);
        tags.Add("server.port", endpoint.Port);
        return tags;
    }

    private sealed class Guard(TelemetryDoor owner, string operation, Activity? activity, TimeProvider clock, GatewayMetrics metrics) : ICallGuard
    {
        private readonly long _startedAt = clock.GetTimestamp();
        private TimeSpan? _firstToken;

        public void Started() => _firstToken = clock.GetElapsedTime(_startedAt);

        public void Ended(CallEnd end)
        {
            var tags = owner.Names(operation, end.ModelId);
            if (end.ErrorType is { } error) tags.Add("error.type", error);
            metrics.Called(
                clock.GetElapsedTime(_startedAt), _firstToken, end.Usage?.InputTokenCount, Received(end), tags);
            if (activity is null) return;
            activity.SetTag("gen_ai.response.model", end.ModelId);
            activity.SetTag("gen_ai.response.id", end.ResponseId);
            if (end.FinishReason is { } reason) activity.SetTag("gen_ai.response.finish_reasons", new[] { reason.Value });
            activity.SetTag("gen_ai.usage.input_tokens", end.Usage?.InputTokenCount);
            activity.SetTag("gen_ai.usage.output_tokens", Received(end));
            if (end.ErrorType is { } type) activity.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, type);
            activity.Dispose();
        }

        // Vectors are not made of tokens.
        private long? Received(CallEnd end) => operation == Embeddings ? null : end.Usage?.OutputTokenCount;
    }
}
