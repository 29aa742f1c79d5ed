using System.Collections.Concurrent;
using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Serve.Prediction;
using HybridAi.Storage;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api;

/// <summary>
/// A request that names an idempotency key can be sent again: it gets the first answer, and nobody is asked or paid again. Only success is kept. Drawback: two of
/// them at the same moment are kept apart within this process alone; on two replicas both are worked on, and the first answer is the one that stays.
/// </summary>
internal sealed class PredictRepeats(RepeatStore store, IOptions<JsonOptions> json)
{
    public const string Header = "Idempotency-Key";
    public const string RepeatedHeader = "x-hybridai-repeated";
    private const int MostCharacters = 200;
    private readonly ConcurrentDictionary<(string Project, string Caller, string Key), byte> _underWay = [];

    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.HttpContext.Request.Headers[Header].ToString() is { Length: > 0 } key
            ? context.HttpContext.RequestServices.GetRequiredService<PredictRepeats>().AnswerAsync(key, context, next)
            : next(context);

    private async ValueTask<object?> AnswerAsync(string key, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (key.Length > MostCharacters) return Refusal.Of(Fault.BadInput("idempotency-key-too-long", $"An idempotency key has at most {MostCharacters} characters.", Header));
        var (project, caller) = (AccessRequirement.ProjectOf(http)!, Caller.Of(http.User));
        var hash = ContentHash.Of(JsonSerializer.Serialize(context.Arguments.OfType<PredictRequest>().Single(), json.Value.SerializerOptions));
        var slot = (project, $"{caller.Kind} {caller.Name}", key);
        if (!_underWay.TryAdd(slot, 0))
            return Refusal.Of(Fault.Conflict("request-under-way", "A request under this key is being worked on: ask again when it has ended.", Header));
        try
        {
            if (await store.FindAsync(slot.project, slot.Item2, key, http.RequestAborted) is { } kept) return Again(http, kept, hash);
            var result = await next(context);
            if ((result is INestedHttpResult nested ? nested.Result : result) is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK or StatusCodes.Status202Accepted } answered and IValueHttpResult { Value: { } value })
                await store.KeepAsync(slot.project, slot.Item2, key, new(hash, answered.StatusCode!.Value, JsonSerializer.Serialize(value, value is Prediction ? typeof(Prediction) : typeof(IReadOnlyList<Prediction>), json.Value.SerializerOptions)));
            return result;
        }
        finally
        {
            _underWay.TryRemove(slot, out _);
        }
    }

    private static IResult Again(HttpContext http, KeptAnswer kept, string hash)
    {
        if (kept.RequestHash != hash)
            return Refusal.Of(Fault.Conflict("idempotency-key-used", "This key was used for another request: every request has a key of its own.", Header));
        http.Response.Headers[RepeatedHeader] = "true";
        return TypedResults.Text(kept.Body, "application/json", statusCode: kept.Status);
    }
}
