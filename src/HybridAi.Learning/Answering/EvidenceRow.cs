namespace HybridAi.Learning.Answering;

/// <summary>A span and how it fits the question.</summary>
/// <param name="Passage">Index of its passage.</param>
/// <param name="Span">The span.</param>
/// <param name="Features">One value a name of <see cref="Names"/>.</param>
/// <param name="Coverage">How near the span with its lead and headings comes to each term of the question by its letters, 0 to 1.</param>
/// <param name="Meanings">The same by meaning, −1 to 1; empty without an encoder.</param>
public sealed record EvidenceRow(int Passage, EvidenceSpan Span, double[] Features, double[] Coverage, double[] Meanings)
{
    /// <summary>What the features are called, in their order. Shares are of the question's weight, 0 to 1.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "own", "above", "around", "passage", "passageLetters", "letters", "headings", "headingLetters", "pairs", "near", "names", "rarest", "focus", "focusLetters",
        "typeHeld", "typeMissing", "score", "length", "row", "entry", "matched", "precise", "leans",
        .. RowMeaning.Names,
    ];

    /// <summary>The value of one feature.</summary>
    public double Feature(string name) => Features[IndexOf(name)];

    private static int IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name)
                return i;
        throw new ArgumentOutOfRangeException(nameof(name), name, "No feature of a span.");
    }
}
