using System.ComponentModel.DataAnnotations;

namespace HybridAi.Documents.Answering;

/// <summary>How passages are read for what answers a question.</summary>
public sealed class AnsweringOptions
{
    /// <summary>Whether the sentence encoder that comes with the product says what sentences mean; without it words and letters alone are compared.</summary>
    public bool Encoder { get; set; } = true;

    /// <summary>Megabytes of encoded sentences that are remembered: some 1,200 sentences in 64 MB.</summary>
    [Range(1, 16_384)]
    public int EncoderMegabytes { get; set; } = 128;
}
