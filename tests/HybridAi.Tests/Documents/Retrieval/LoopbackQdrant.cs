using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridAi.Tests.Documents.Retrieval;

/// <summary>
/// The part of Qdrant's REST interface that the index uses, on a real socket: collections, points with several vectors, conditions. It refuses what Qdrant
/// would: an unknown field, a wrong key, a vector of another size.
/// </summary>
internal sealed class LoopbackQdrant : IDisposable
{
    public const string Key = "secret";
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _points = [];
    private readonly HashSet<string> _indexed = [];
    private int _size;

    public LoopbackQdrant()
    {
        for (var port = 21000 + Environment.ProcessId % 20000; ; port++)
        {
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                _listener.Start();
                Address = new Uri($"http://127.0.0.1:{port}/");
                break;
            }
            catch (HttpListenerException)
            {
                _listener.Prefixes.Clear();
            }
        }

        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>Fields that conditions may name.</summary>
    public IReadOnlyCollection<string> Indexed => _indexed;

    public int Points
    {
        get
        {
            lock (_gate) return _points.Count;
        }
    }

    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("api-key", Key);
        return client;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (status, result) = (200, (JsonNode?)null);
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var text = await reader.ReadToEndAsync();
            if (context.Request.Headers["api-key"] != Key) status = 401;
            else (status, result) = Do($"{context.Request.HttpMethod} {context.Request.Url!.PathAndQuery}", text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or NullReferenceException)
        {
            (status, result) = (400, wrong.Message);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using (var writer = new StreamWriter(context.Response.OutputStream))
            await writer.WriteAsync(new JsonObject { [status == 200 ? "result" : "error"] = result, ["status"] = status == 200 ? "ok" : "error" }.ToJsonString());
        context.Response.Close();
    }

    private (int Status, JsonNode? Result) Do(string request, JsonObject body)
    {
        lock (_gate)
        {
            switch (request)
            {
                case "PUT /collections/passages":
                    Only(body["vectors"]!.AsObject(), "size", "distance", "multivector_config");
                    if ((string?)body["vectors"]!["multivector_config"]!["comparator"] != "max_sim" || (string?)body["vectors"]!["distance"] != "Dot") return (400, "Of one vector only.");
                    _size = (int)body["vectors"]!["size"]!;
                    return (200, true);
                case var _ when _size == 0:
                    return (404, "Not found: Collection `passages` doesn't exist!");
                case "GET /collections/passages":
                    return (200, new JsonObject());
                case "PUT /collections/passages/index?wait=true":
                    _indexed.Add((string)body["field_name"]!);
                    return (200, true);
                case "PUT /collections/passages/points?wait=true":
                    foreach (var point in body["points"]!.AsArray().Select(point => point!.AsObject()))
                    {
                        Only(point, "id", "vector", "payload");
                        if (point["vector"]!.AsArray().Any(vector => vector!.AsArray().Count != _size)) return (400, "Wrong vector size.");
                        _points[Guid.Parse((string)point["id"]!).ToString()] = point.DeepClone().AsObject();
                    }

                    return (200, true);
                case "POST /collections/passages/points/delete?wait=true":
                    foreach (var id in body["points"]!.AsArray()) _points.Remove((string)id!);
                    return (200, true);
                case "POST /collections/passages/points/query":
                    return (200, Query(body));
                default:
                    return (404, request);
            }
        }
    }

    private JsonObject Query(JsonObject body)
    {
        Only(body, "query", "filter", "limit", "with_payload", "with_vector");
        var query = body["query"].Deserialize<float[]>()!;
        if (query.Length != _size) throw new FormatException("Wrong vector size.");
        var best = _points.Values.Where(point => Holds(body["filter"]!.AsObject(), point["payload"]!.AsObject()))
            .OrderByDescending(point => point["vector"].Deserialize<float[][]>()!.Max(vector => vector.Zip(query, (a, b) => a * b).Sum()))
            .Take((int)body["limit"]!);
        return new() { ["points"] = new JsonArray([.. best.Select(point => point.DeepClone())]) };
    }

    private bool Holds(JsonObject condition, JsonObject payload)
    {
        if (condition["must"] is JsonArray must) return must.All(each => Holds(each!.AsObject(), payload));
        if (condition["should"] is JsonArray should) return should.Any(each => Holds(each!.AsObject(), payload));
        if (condition["is_empty"] is { } empty) return payload[(string)empty["key"]!] is null or JsonArray { Count: 0 };
        Only(condition, "key", "match", "range");
        var key = (string)condition["key"]!;
        if (!_indexed.Contains(key)) throw new FormatException($"{key} has no index.");
        if (condition["match"] is { } match)
        {
            string[] values = payload[key] is JsonArray several ? [.. several.Select(value => (string)value!)] : [(string)payload[key]!];
            return match["any"] is JsonArray any ? any.Any(value => values.Contains((string)value!)) : values.Contains((string)match["value"]!);
        }

        Only(condition["range"]!.AsObject(), "gte", "lte");
        return payload[key] is { } number && (condition["range"]!["gte"] is not { } from || (long)number >= (long)from) && (condition["range"]!["lte"] is not { } to || (long)number <= (long)to);
    }

    private static void Only(JsonObject given, params string[] known)
    {
        if (given.Select(field => field.Key).Except(known).FirstOrDefault() is { } unknown) throw new FormatException($"unknown field `{unknown}`");
    }
}
