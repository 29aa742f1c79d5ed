using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api;

/// <summary>
/// The short way to one prediction: a plain request with a key is answered before routing, sign-in and binding, which together cost several times what the
/// prediction does. It says what the endpoint would say, and leaves to the endpoint whatever it can't: other bodies, other callers, every refusal.
/// Drawback: the same question is answered in two places, which a test holds together.
/// </summary>
internal sealed class PredictLane(
    Predictor predictor, PredictCallers callers, PredictAdmission admission, PredictionJournal journal, PredictionOptions options, IOptions<JsonOptions> json)
{
    private const string Start = "/v1/projects/";
    private const string End = "/predict";
    private const string ContentType = "application/json; charset=utf-8";

    // So long any other request waits for what was answered before to stand in the account, so that its caller finds what he has just been told.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? Writer;

    private readonly JsonTypeInfo<Prediction> _answer = (JsonTypeInfo<Prediction>)json.Value.SerializerOptions.GetTypeInfo(typeof(Prediction));
    private readonly JsonWriterOptions _writing = new() { Encoder = json.Value.SerializerOptions.Encoder, SkipValidation = true };

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (ProjectOf(request) is { } project) return IsPlain(request) ? AnswerAsync(http, project, next) : next(http);
        return request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? SettledAsync(http, next) : next(http);
    }

    private async Task SettledAsync(HttpContext http, RequestDelegate next)
    {
        await journal.SettledAsync(Patience, http.RequestAborted);
        await next(http);
    }

    private static string? ProjectOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (!HttpMethods.IsPost(request.Method) || !path.StartsWith(Start, StringComparison.Ordinal) || !path.EndsWith(End, StringComparison.Ordinal)) return null;
        var length = path.Length - Start.Length - End.Length;
        return length > 0 && path.AsSpan(Start.Length, length).IndexOf('/') < 0 ? path.Substring(Start.Length, length) : null;
    }

    // What a browser sends for a page, or a payer other than the key, is judged elsewhere.
    private static bool IsPlain(HttpRequest request)
    {
        var headers = request.Headers;
        return request.ContentLength is > 0 and <= PredictBody.MostBytes && IsJson(request.ContentType) && !request.QueryString.HasValue && headers.Authorization.Count == 1
            && headers["Sec-Fetch-Site"].Count == 0 && headers[PayerHeaders.KeyHeader].Count == 0 && headers[PayerHeaders.TenantHeader].Count == 0
            && headers[PredictRepeats.Header].Count == 0;
    }

    private static bool IsJson(string? type)
        => string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase) || string.Equals(type, ContentType, StringComparison.OrdinalIgnoreCase);

    private async Task AnswerAsync(HttpContext http, string project, RequestDelegate next)
    {
        var caller = await callers.FindAsync(http.Request.Headers.Authorization.ToString(), http.RequestAborted);
        if (caller is null || !caller.May(Rights.Predict, project) || await ReadAsync(http) is not { } read || !Payer.Named(caller.Key, caller.Tenant).Succeeded(out var payer, out _))
        {
            await next(http);
            return;
        }

        if (!admission.TryEnter())
        {
            await PredictAdmission.RefuseAsync(http, options.MaxInFlight);
            return;
        }

        try
        {
            var answered = await predictor.AnswerAsync(project, payer, read, http.RequestAborted);
            if (answered.Succeeded(out var routed, out _) && routed.Answer is { Fault: null, AskedRecord: null }) await WriteAsync(http, routed);
            else await (await PredictEndpoints.ToResultAsync(http, project, answered)).ExecuteAsync(http);
        }
        finally
        {
            admission.Leave();
        }
    }

    private static async ValueTask<PredictionRequest?> ReadAsync(HttpContext http)
    {
        var (body, length) = (http.Request.BodyReader, http.Request.ContentLength);
        while (true)
        {
            var part = await body.ReadAsync(http.RequestAborted);
            if (part.Buffer.Length < length && !part.IsCompleted)
            {
                body.AdvanceTo(part.Buffer.Start, part.Buffer.End);
                continue;
            }

            var plain = PredictBody.TryRead(part.Buffer, out var text, out var id);
            // What was not understood is left for the endpoint.
            body.AdvanceTo(plain ? part.Buffer.End : part.Buffer.Start);
            return plain ? new(id, text) : null;
        }
    }

    private async Task WriteAsync(HttpContext http, RoutedPrediction routed)
    {
        var buffer = Serialise(routed.Answer);
        var response = http.Response;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        response.Headers.ETag = routed.ETag;
        response.BodyWriter.Write(buffer.WrittenSpan);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private ArrayBufferWriter<byte> Serialise(Prediction answer)
    {
        var buffer = Buffer ??= new(2_048);
        buffer.ResetWrittenCount();
        var writer = Writer ??= new(buffer, _writing);
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, answer, _answer);
        writer.Flush();
        return buffer;
    }
}
