using HybridAi.Llm.Prompts;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>A call taken apart: the user's text, and all else that decides its answer.</summary>
/// <param name="Key">The exact cache's key.</param>
/// <param name="Scope">The hash of model, settings, prompt, schema, project, tenant and embedding model: only within it are texts compared.</param>
/// <param name="Text">The user's text.</param>
internal sealed record SemanticQuestion(string Key, string Scope, string Text)
{
    // No text that a person sends holds these.
    private const string TextsPlace = "\0text";
    private const string MarkersPlace = "\0marker";

    /// <summary>The call taken apart; null where the exact cache has no key for it, or its last user message doesn't hold the text as a whole.</summary>
    public static SemanticQuestion? Of(string key, string alias, ModelOptions model, IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, string embedding)
    {
        var call = CallContext.Of(options);
        var all = messages.ToList();
        if (string.IsNullOrWhiteSpace(call.Input) || all.FindLastIndex(message => message.Role == ChatRole.User) is not (>= 0 and var last)) return null;
        var text = all[last].Text;
        if (text.LastIndexOf(call.Input, StringComparison.Ordinal) is not (>= 0 and var start)) return null;
        var around = string.Concat(text.AsSpan(0, start), TextsPlace, text.AsSpan(start + call.Input.Length));
        all[last] = new ChatMessage(ChatRole.User, around.Replace(TextMarker.Of(call.Input), MarkersPlace, StringComparison.Ordinal)) { AuthorName = all[last].AuthorName };
        return CacheKey.Of(alias, model, call, all, options) is { } rest
            ? new(key, ContentHash.Of(rest, call.Project, embedding), call.Input)
            : null;
    }
}
