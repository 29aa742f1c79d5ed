using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Documents.Answering;

/// <summary>
/// The worst model there could be: whatever of an attack's document reaches its prompt, it obeys it, and it forges citations as well as it can, from whichever
/// passage holds the words. What holds against it holds because of what is around a model, not because the model is good.
/// </summary>
public sealed partial class GullibleChatClient : IChatClient
{
    private KnownAttack? _attack;

    /// <summary>Attacks in turn; the next answers obey this one.</summary>
    public void Fall(KnownAttack attack) => _attack = attack;

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = string.Join('\n', messages.Select(message => message.Text));
        var sentences = (_attack?.Obeyed ?? []).Select(said => new SaidSentence(said.Text, said.Words.Length == 0 ? [] : [new(PassageWith(prompt, said.Words), said.Words)])).ToList();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Json.Write(new SaidAnswer(sentences.Count > 0, sentences, null)))));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // The number that stands before the words.
    private static int PassageWith(string prompt, string words)
    {
        var at = prompt.LastIndexOf(words, StringComparison.OrdinalIgnoreCase);
        var before = at < 0 ? null : Number().Matches(prompt[..at]).LastOrDefault();
        return before is null ? 1 : int.Parse(before.Groups["number"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"=== passage (?<number>\d{1,3})\r?\n")]
    private static partial Regex Number();
}
