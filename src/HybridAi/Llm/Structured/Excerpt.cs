namespace HybridAi.Llm.Structured;

/// <summary>A bounded piece of what a model said, on one line.</summary>
public static class Excerpt
{
    private const int Usual = 80;

    /// <summary>The beginning in quotes.</summary>
    public static string Of(string said) => $"'{Bounded(said, Usual)}'";

    /// <summary>The text without control characters and surrounding space, at most so long.</summary>
    public static string Bounded(string said, int most)
    {
        var clean = string.Concat(said.Trim().Select(letter => char.IsControl(letter) ? ' ' : letter));
        return clean.Length <= most ? clean : $"{clean[..most]}…";
    }
}
