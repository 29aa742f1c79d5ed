namespace HybridAi.Documents.Answering;

/// <summary>Why nothing is answered.</summary>
public enum AbstentionKind
{
    /// <summary>Nothing that the asker may read has to do with the question.</summary>
    NothingFound,

    /// <summary>Passages come near, and by their score they more likely don't answer the question than do.</summary>
    NotAnswerable,

    /// <summary>A model wrote an answer of which nothing is supported by the passages.</summary>
    NothingSupported,

    /// <summary>A model was asked and says that the passages don't answer the question.</summary>
    ModelDeclined,
}

/// <summary>An honest refusal.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Reason">Why, in a sentence for a person.</param>
public sealed record Abstention(AbstentionKind Kind, string Reason)
{
    /// <summary>The spans that come nearest, to look at; they claim nothing.</summary>
    public IReadOnlyList<Citation> Nearest { get; init; } = [];

    /// <summary>Words, names and numbers of the question that no passage holds.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
