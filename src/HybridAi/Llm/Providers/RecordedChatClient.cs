using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Providers;

/// <summary>
/// Answers with what a model once said to the text in the call's <see cref="CallContext"/>, as the JSON object that prompts ask for. Cost and
/// latency are the recorded ones; tokens were not recorded and are absent. A text that isn't recorded is the fault <c>no-recorded-answer</c>.
/// </summary>
internal sealed class RecordedChatClient(string model, Func<CancellationToken, Task<Outcome<RecordedAnswers>>> read) : IChatClient
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await read(cancellationToken);
        if (!outcome.Succeeded(out var answers, out var fault)) throw Free(fault);
        if (answers.Find(model, CallContext.Of(options).Input) is not { } found) throw Free(NotRecorded(answers));
        var said = JsonSerializer.Serialize(new { found.Label, found.Confidence, found.Reason }, Format);
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, said)) { ModelId = model, FinishReason = ChatFinishReason.Stop };
        response.Attach(new CallMeasure(found.CostUsd, found.Latency));
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Fault NotRecorded(RecordedAnswers answers) => answers.Models.Contains(model)
        ? Fault.NotFound("no-recorded-answer", $"No answer of '{model}' to this text is recorded.")
        : Fault.NotFound("no-recorded-answer", $"No answers of '{model}' are recorded; the file has {string.Join(", ", answers.Models)}.");

    // Nobody was called, so nothing was spent; how long it took says nothing about the model.
    private static ModelCallException Free(Fault fault) => new(fault, new CallMeasure(0, null));
}
