using System.Numerics.Tensors;

namespace HybridAi.Learning.Retrieval;

/// <summary>The vectors of one part of what is searched.</summary>
/// <param name="Exact">As they were made.</param>
/// <param name="Rounded">In 8 bits, to be gone through in their place; null: the exact ones are.</param>
public sealed record VectorPart(VectorRows Exact, ByteVectors? Rounded);

/// <summary>Scores every passage by how similar its vector is to a query's: all of them, one by one.</summary>
public static class DenseSearch
{
    /// <summary>The lowest similarity that there is.</summary>
    public const float Lowest = -1;

    /// <summary>The similarities; where they were rounded those of the best are exact.</summary>
    /// <param name="query">The query's vector, of length 1.</param>
    /// <param name="among">What is searched.</param>
    /// <param name="parts">The vectors of its parts.</param>
    /// <param name="loose">Those of its loose passages; null: one has none.</param>
    /// <param name="exactly">How many of the best are computed again where they were rounded.</param>
    public static PassageScores Score(float[] query, SearchParts among, IReadOnlyList<VectorPart> parts, IReadOnlyList<float[]?> loose, int exactly)
    {
        var scores = new PassageScores(among);
        for (var part = 0; part < parts.Count; part++)
        {
            if (parts[part].Rounded is { } rounded) rounded.Add(query, scores.Of(part));
            else parts[part].Exact.Add(query, scores.Of(part));
        }

        for (var passage = 0; passage < loose.Count; passage++)
            if (loose[passage] is { } vector && vector.Length == query.Length)
                scores.Of(parts.Count)[passage] += TensorPrimitives.Dot<float>(query, vector);
        if (parts.All(part => part.Rounded is null)) return scores;
        foreach (var hit in ScoreFusion.Top([new(scores, 1, 0)], exactly, (one, other) => (one.Part, one.Passage).CompareTo((other.Part, other.Passage))))
            if (hit.Part < parts.Count)
                scores.Of(hit.Part)[hit.Passage] = TensorPrimitives.Dot(query, parts[hit.Part].Exact[hit.Passage]);
        return scores;
    }
}
