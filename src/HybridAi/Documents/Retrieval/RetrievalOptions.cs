using System.ComponentModel.DataAnnotations;

namespace HybridAi.Documents.Retrieval;

/// <summary>How passages are found.</summary>
public sealed class RetrievalOptions : IValidatableObject
{
    /// <summary>The index by name: <c>embedded</c>, or <c>qdrant</c>.</summary>
    [AllowedValues(EmbeddedIndex, QdrantIndex)]
    public string Index { get; set; } = EmbeddedIndex;

    /// <summary>Share of the character n-grams among words and n-grams.</summary>
    [Range(0, 1)]
    public double GramWeight { get; set; } = 0.5;

    /// <summary>The alias of the embedding model whose vectors are searched too; null: none are, and Qdrant has the built-in n-gram vectors.</summary>
    public string? Embedding { get; set; }

    /// <summary>Share of the vectors in the sum of all scores, where there is an embedding model.</summary>
    [Range(0, 1)]
    public double DenseWeight { get; set; } = 0.5;

    /// <summary>Whether vectors in 8 bits are gone through, and only the best compared exactly.</summary>
    public bool RoundedVectors { get; set; }

    /// <summary>Who takes a second look at what was found and gives it its order: <c>lexical</c>, or <c>llm:ALIAS</c>; null: nobody.</summary>
    public string? Reranker { get; set; }

    /// <summary>Where Qdrant answers; needed by the index <c>qdrant</c> alone.</summary>
    public Uri? QdrantAddress { get; set; }

    /// <summary>The key that Qdrant asks for; null: none.</summary>
    public string? QdrantKey { get; set; }

    /// <summary>The collection in Qdrant. Another embedding model needs another one.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string QdrantCollection { get; set; } = "passages";

    internal const string EmbeddedIndex = "embedded";

    internal const string QdrantIndex = "qdrant";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Index == QdrantIndex && QdrantAddress is not { IsAbsoluteUri: true })
            yield return new ValidationResult("Retrieval:QdrantAddress is needed where Retrieval:Index is qdrant.", [nameof(QdrantAddress)]);
    }
}
