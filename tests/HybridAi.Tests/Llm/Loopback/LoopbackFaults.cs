using System.Globalization;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>What goes wrong with servers, one behaviour each.</summary>
internal static class LoopbackFaults
{
    private const int HugePiece = 4_096;

    /// <summary>A refusal that repeats the key in its text, as careless servers do.</summary>
    public static LoopbackBehaviour Status(int status, string? code = null) => call => call.RefuseAsync(status, $"no: {call.Request.Authorization} {call.Request.ApiKey}", code);

    public static LoopbackBehaviour RateLimited(TimeSpan? retryAfter = null) => call =>
    {
        if (retryAfter is { } wait)
        {
            // Whole seconds are all that the standard header can say; OpenAI says the rest in one of its own.
            call.Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            if (wait.Milliseconds > 0) call.Http.Response.Headers["retry-after-ms"] = wait.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        }

        return call.RefuseAsync(429, "Rate limit reached.", "rate_limit_exceeded");
    };

    public static LoopbackBehaviour Raw(string body, string contentType) => call =>
    {
        call.Http.Response.ContentType = contentType;
        return call.WriteAsync(body);
    };

    /// <summary>A proxy's page where JSON or events are expected.</summary>
    public static LoopbackBehaviour WrongContentType => Raw("<html>proxy error</html>", "text/html");

    public static LoopbackBehaviour TruncatedJson => Json("""{"id":"chat-1","object":"chat.completion","choices":[{"index":0,"mess""");

    public static LoopbackBehaviour ErrorBodyWith200 => Json("""{"error":{"message":"overloaded","type":"server_error","param":null,"code":null}}""");

    /// <summary>An answer in good order that is not by the schema that was asked for.</summary>
    public static LoopbackBehaviour WrongSchema => call => LoopbackChat.SayAsync(call, """{"surprise":[1,2,3]}""");

    public static LoopbackBehaviour Huge(int characters) => call
        => LoopbackChat.SayAsync(call, [.. new string('x', characters).Chunk(HugePiece).Select(piece => (new string(piece), 1.0))]);

    /// <summary>Says other token counts than it charges for.</summary>
    public static LoopbackBehaviour WrongTokenCounts(int input, int output) => call =>
    {
        (call.Line.ToldInputTokens, call.Line.ToldOutputTokens) = (input, output);
        return LoopbackChat.AnswerAsync(call);
    };

    /// <summary>Accepts the call and never answers.</summary>
    public static Task Hang(LoopbackCall call)
    {
        call.Hanging.TrySetResult();
        return Task.Delay(Timeout.Infinite, call.Http.RequestAborted);
    }

    /// <summary>Sends its headers at once and the first token only when <paramref name="until"/> ends.</summary>
    public static LoopbackBehaviour SlowFirstToken(Task until) => async call =>
    {
        call.BecomeA(call.Request.Streams ? "text/event-stream" : "application/json");
        await call.Http.Response.StartAsync(call.Http.RequestAborted);
        call.Hanging.TrySetResult();
        await until.WaitAsync(call.Http.RequestAborted);
        await LoopbackChat.AnswerAsync(call);
    };

    /// <summary>Sends the beginning of a stream and then nothing.</summary>
    public static async Task HangMidStream(LoopbackCall call)
    {
        call.ChargeForCut("hel".Length);
        call.Http.Response.ContentType = "text/event-stream";
        await call.WriteAsync(LoopbackChat.Chunk("hel", null));
        await Hang(call);
    }

    /// <summary>Sends the beginning of an answer and cuts the connection at once: what was sent may or may not arrive.</summary>
    public static Task Cut(LoopbackCall call) => CutAfter(Task.CompletedTask)(call);

    /// <summary>Sends the beginning of an answer and cuts the connection when <paramref name="until"/> ends.</summary>
    public static LoopbackBehaviour CutAfter(Task until) => async call =>
    {
        if (call.Request.Streams) call.ChargeForCut("hel".Length);
        call.Http.Response.ContentType = call.Request.Streams ? "text/event-stream" : "application/json";
        await call.WriteAsync(call.Request.Streams ? LoopbackChat.Chunk("hel", null) : "{\"id\":\"1\",\"choi");
        await until.WaitAsync(call.Http.RequestAborted);
        call.Http.Abort();
    };

    /// <summary>Makes the answer and charges for it, and cuts the connection before any of it is sent.</summary>
    public static Task CutBeforeFirstToken(LoopbackCall call)
    {
        call.ChargeForCut("hello".Length);
        call.Http.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Ends a stream in good order, but before the answer is complete.</summary>
    public static LoopbackBehaviour StopShort => Raw(LoopbackChat.Chunk("hel", null) + "data: [DONE]\n\n", "text/event-stream");

    // Where it is asked for a stream, as an event of it.
    private static LoopbackBehaviour Json(string body) => call
        => call.Request.Streams ? Raw($"data: {body}\n\n", "text/event-stream")(call) : Raw(body, "application/json")(call);
}
