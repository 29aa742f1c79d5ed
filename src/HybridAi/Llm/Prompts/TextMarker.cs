using HybridAi.Storage;

namespace HybridAi.Llm.Prompts;

/// <summary>The line that stands before and after untrusted text in a prompt.</summary>
public static class TextMarker
{
    private const int Digits = 16;

    /// <summary>
    /// A marker made from the text's own hash: the same text always gives the same prompt, and nobody can write a text that holds the hash
    /// of itself, which is what closing the data from within would take.
    /// </summary>
    public static string Of(string text) => $"=== {ContentHash.Of("marker", text)[..Digits]} ===";
}
