using System.Numerics.Tensors;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Answering;

/// <summary>
/// How near spans come to a question in meaning, whatever their words: by the vector of the whole, and term by term by the nearest piece of the span.
/// </summary>
/// <remarks>
/// Whole texts after Reimers and Gurevych 2019, "Sentence-BERT", section 3; the nearest piece for each piece of the question after Khattab and Zaharia 2020,
/// "ColBERT", section 3.3, with the encoder's last layer as it comes.
/// </remarks>
internal sealed class SpanMeaning
{
    // A part of a question says little of what is asked about: that stands in the whole.
    private const float WholeShare = 0.4f;
    private const double Unknown = 0.5;

    private readonly EncodedText _question;
    private readonly EncodedText _part;
    private readonly int[][] _pieces;

    private SpanMeaning(EvidenceQuestion question, EncodedText whole, EncodedText part)
    {
        (_question, _part) = (whole, part);
        _pieces = [.. question.Terms.Select(term => Enumerable.Range(0, whole.Starts.Length).Where(i => whole.Starts[i] >= term.Start && whole.Starts[i] < term.Start + term.Length).ToArray())];
    }

    /// <summary>The meaning of a part of a question.</summary>
    /// <param name="text">The text that asks, from which the part's terms have their places.</param>
    /// <param name="part">The part.</param>
    /// <param name="isWhole">Whether it is the only part.</param>
    /// <param name="encoder">The encoder.</param>
    public static SpanMeaning Of(string text, EvidenceQuestion part, bool isWhole, TextEncoder encoder)
    {
        var encoded = encoder(isWhole ? [text] : [text, part.Text]);
        return new(part, encoded[0], encoded[^1]);
    }

    /// <summary>How near the whole of a span comes, −1 to 1.</summary>
    public double Nearness(EncodedText span)
        => WholeShare * TensorPrimitives.Dot(_question.Vector, span.Vector) + (1 - WholeShare) * TensorPrimitives.Dot(_part.Vector, span.Vector);

    /// <summary>How near a span comes to each term, −1 to 1; a half where the encoder did not read so far.</summary>
    public double[] Terms(EncodedText span) => [.. _pieces.Select(pieces => pieces.Length == 0 || span.Pieces.Length == 0 ? Unknown : pieces.Average(piece => Nearest(piece, span)))];

    private double Nearest(int piece, EncodedText span)
    {
        var nearest = -1f;
        foreach (var other in span.Pieces) nearest = Math.Max(nearest, TensorPrimitives.Dot(_question.Pieces[piece], other));
        return nearest;
    }
}
