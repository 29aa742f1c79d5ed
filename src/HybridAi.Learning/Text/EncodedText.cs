namespace HybridAi.Learning.Text;

/// <summary>A text as vectors of length 1: one for the whole and one for each of its word pieces, as they are meant where they stand.</summary>
/// <param name="Vector">The whole text's; texts of one meaning are near each other by the inner product.</param>
/// <param name="Starts">Where each piece begins in the text, in UTF-16 units.</param>
/// <param name="Pieces">Each piece's vector, as wide as the whole's.</param>
public sealed record EncodedText(float[] Vector, int[] Starts, float[][] Pieces);

/// <summary>Encodes texts, each as one <see cref="EncodedText"/>, in their order. The same text gives the same vectors.</summary>
public delegate IReadOnlyList<EncodedText> TextEncoder(IReadOnlyList<string> texts);
