namespace HybridAi.Curate.Labelling;

/// <summary>A way to choose the reviewed examples that stand before a text in its prompt. Safe to call from several threads.</summary>
public interface IShotSelector
{
    /// <summary>Its name: <c>fixed</c>, <c>similar</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Hash of what decides the choice. The examples themselves are in it where they are the same for every text; where each text has its own, the
    /// journal says which they were, and a review more doesn't ask for all texts again.
    /// </summary>
    string Version { get; }

    /// <summary>Whether each text has examples of its own.</summary>
    bool DependsOnText { get; }

    /// <summary>The examples for a text, in the order in which they are shown; never one of the text's own group.</summary>
    IReadOnlyList<ReviewedText> Choose(string text);
}
