using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HybridAi.Llm.Gateway;

/// <summary>Which answers of models are kept, and how long.</summary>
public sealed class CacheOptions
{
    /// <summary>Whether answers are kept at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>An answer is given again for so many hours.</summary>
    [Range(1, 8_760)]
    public int Hours { get; set; } = 168;

    /// <summary>At most so many answers are kept; the oldest go first. Checked now and then, so there may be a hundred more.</summary>
    [Range(1, 10_000_000)]
    public int MaxAnswers { get; set; } = 50_000;

    /// <summary>At most so many vectors of texts are kept; the oldest go first. One of 1,536 numbers takes 8 KB.</summary>
    [Range(1, 10_000_000)]
    public int MaxVectors { get; set; } = 50_000;

    /// <summary>A longer answer isn't kept.</summary>
    [Range(1, 10_000_000)]
    public int MaxAnswerCharacters { get; set; } = 65_536;

    /// <summary>
    /// Whether answers of calls are kept that don't ask for temperature 0. Off: whoever asks for chance expects another answer each time, and
    /// a call that names no temperature gets the provider's, which is chance.
    /// </summary>
    public bool AnyTemperature { get; set; }

    /// <summary>Whether similar questions may share an answer.</summary>
    [ValidateObjectMembers]
    public SemanticOptions Semantic { get; set; } = new();
}
