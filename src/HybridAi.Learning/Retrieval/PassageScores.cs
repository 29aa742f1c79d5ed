using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace HybridAi.Learning.Retrieval;

/// <summary>One kind of score of every passage, part by part; hidden passages have −∞. Its room is lent and has to be given back.</summary>
public sealed class PassageScores : IDisposable
{
    private readonly float[][] _rooms;
    private readonly int[] _lengths;

    /// <summary>Zeros, and −∞ where a passage is hidden.</summary>
    public PassageScores(SearchParts among)
    {
        _lengths = [.. among.Parts.Select(part => part.Postings.Passages), among.Loose.Count];
        _rooms = [.. _lengths.Select(length => ArrayPool<float>.Shared.Rent(length))];
        for (var part = 0; part < _rooms.Length; part++) Of(part).Clear();
        for (var part = 0; part < among.Parts.Count; part++) Hide(among.Parts[part].Hidden.Span, Of(part));
        for (var passage = 0; passage < among.Loose.Count; passage++)
            if (among.Loose[passage].IsHidden)
                Of(_rooms.Length - 1)[passage] = float.NegativeInfinity;
    }

    /// <summary>How many parts there are, the loose passages among them.</summary>
    public int Parts => _rooms.Length;

    /// <summary>The scores of one part.</summary>
    public Span<float> Of(int part) => _rooms[part].AsSpan(0, _lengths[part]);

    /// <summary>The highest score; −∞ where every passage is hidden.</summary>
    public float Highest()
    {
        var highest = float.NegativeInfinity;
        for (var part = 0; part < Parts; part++)
            if (_lengths[part] > 0)
                highest = MathF.Max(highest, TensorPrimitives.Max(Of(part)));
        return highest;
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        foreach (var room in _rooms) ArrayPool<float>.Shared.Return(room);
    }

    private static void Hide(ReadOnlySpan<ulong> hidden, Span<float> scores)
    {
        for (var at = 0; at < hidden.Length; at++)
            for (var bits = hidden[at]; bits != 0; bits &= bits - 1)
                scores[at * 64 + BitOperations.TrailingZeroCount(bits)] = float.NegativeInfinity;
    }
}
