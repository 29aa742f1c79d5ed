using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>How one call is answered.</summary>
internal delegate Task LoopbackBehaviour(LoopbackCall call);

/// <summary>One call at the server's side.</summary>
/// <param name="Http">The call.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Line">Its line in the server's account.</param>
/// <param name="Usage">The tokens of every chat call; null: they are counted.</param>
/// <param name="Hanging">Is told when the call hangs.</param>
internal sealed record LoopbackCall(HttpContext Http, SeenRequest Request, LoopbackLine Line, (int Input, int Cached, int Output)? Usage, TaskCompletionSource Hanging)
{
    private const int CharactersPerToken = 4;

    public static int Tokens(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public Task WriteAsync(object json)
    {
        BecomeA("application/json");
        return WriteAsync(JsonSerializer.Serialize(json));
    }

    /// <summary>Says what kind of body follows, unless the headers are out already.</summary>
    public void BecomeA(string contentType)
    {
        if (!Http.Response.HasStarted) Http.Response.ContentType = contentType;
    }

    public async Task WriteAsync(string text)
    {
        await Http.Response.WriteAsync(text, Http.RequestAborted);
        await Http.Response.Body.FlushAsync(Http.RequestAborted);
    }

    public Task SendEventAsync(object json) => WriteAsync($"data: {JsonSerializer.Serialize(json)}\n\n");

    public Task RefuseAsync(int status, string message, string? code = null, string? parameter = null)
    {
        Http.Response.StatusCode = status;
        var type = status == 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
        return WriteAsync(new { error = new { message, type, param = parameter, code } });
    }

    /// <summary>Charges for the call, as this server counts.</summary>
    public LoopbackLine Charge(int answerCharacters)
    {
        (Line.InputTokens, Line.OutputTokens) = Usage is { } fixedUsage ? (fixedUsage.Input, fixedUsage.Output) : (Tokens(Request.Body.Length), Tokens(answerCharacters));
        Line.ToldInputTokens ??= Line.InputTokens;
        Line.ToldOutputTokens ??= Line.OutputTokens;
        return Line;
    }

    /// <summary>Charges for an answer that is cut after so many characters.</summary>
    public void ChargeForCut(int answerCharacters) => Charge(answerCharacters).Cut = true;
}
