using System.Globalization;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Tokens;

/// <summary>A prompt that fits its model's context.</summary>
/// <param name="Messages">What is sent.</param>
/// <param name="Cut">Which rule left out how much of the text; null where nothing was.</param>
public sealed record FittedPrompt(IReadOnlyList<ChatMessage> Messages, string? Cut);

/// <summary>
/// Makes a prompt about a text fit a model's context by the model's <see cref="LongTextRule"/>: servers that are sent too much cut it
/// themselves and don't say so. Tokens are estimated, on the safe side by <see cref="TokenEstimator.ErrorShare"/>.
/// </summary>
public static class ContextFit
{
    private const string Gap = "\n[…]\n";
    private const int LeastTokens = 16;

    /// <summary>The prompt, or the fault <c>context-too-long</c>.</summary>
    /// <param name="alias">The model's alias.</param>
    /// <param name="model">The model.</param>
    /// <param name="text">The text that may be cut.</param>
    /// <param name="outputTokens">The room that the answer needs; null: as much as the model can say, where that is known.</param>
    /// <param name="render">Renders the prompt around a text.</param>
    public static Outcome<FittedPrompt> Fit(
        string alias, ModelOptions model, string text, int? outputTokens, Func<string, Outcome<IReadOnlyList<ChatMessage>>> render)
    {
        if (!render(text).Succeeded(out var whole, out var fault)) return fault;
        if (model.ContextTokens is not { } context) return new FittedPrompt(whole, null);
        var room = (int)((context - (outputTokens ?? model.MaxOutputTokens ?? 0)) / (1 + TokenEstimator.ErrorShare));
        var tokens = TokenEstimator.Count(whole);
        if (tokens <= room) return new FittedPrompt(whole, null);
        var forText = room - (tokens - TokenEstimator.Count(text)) - TokenEstimator.Count(Gap);
        if (model.LongText == LongTextRule.Refuse || forText < LeastTokens) return TooLong(alias, context, tokens);
        var kept = Longest(text, model.LongText, forText);
        if (!render(Cut(text, model.LongText, kept)).Succeeded(out var shorter, out fault)) return fault;
        var rule = model.LongText == LongTextRule.CutEnd ? "end" : "middle";
        return new FittedPrompt(shorter, string.Create(
            CultureInfo.InvariantCulture, $"text cut at its {rule}: {kept:N0} of {text.Length:N0} characters were sent"));
    }

    /// <summary>The fault of a prompt that is too long.</summary>
    internal static Fault TooLong(string alias, int context, long tokens) => Fault.BadInput("context-too-long", string.Create(
        CultureInfo.InvariantCulture,
        $"The prompt has about {tokens:N0} tokens by estimate; the model '{alias}' takes {context:N0} with its answer. Shorten the text, or set LongText to CutEnd or CutMiddle."));

    /// <summary>The fault of a text that is too long to be embedded.</summary>
    internal static Fault TooLong(string alias, int context, long tokens, string place) => Fault.BadInput("context-too-long", string.Create(
        CultureInfo.InvariantCulture,
        $"The text has about {tokens:N0} tokens by estimate; the model '{alias}' takes {context:N0}. Shorten it, or embed it in parts."), place);

    private static int Longest(string text, LongTextRule rule, int tokens)
    {
        var (fits, not) = (0, text.Length);
        while (not - fits > 1)
        {
            var middle = fits + ((not - fits) / 2);
            if (TokenEstimator.Count(Cut(text, rule, middle)) <= tokens) fits = middle;
            else not = middle;
        }

        return fits;
    }

    private static string Cut(string text, LongTextRule rule, int kept)
    {
        if (rule == LongTextRule.CutEnd) return text[..Whole(text, kept)];
        var (head, tail) = (Whole(text, kept - (kept / 2)), Whole(text, text.Length - (kept / 2)));
        return $"{text[..head]}{Gap}{text[tail..]}";
    }

    // No character is cut in half.
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
