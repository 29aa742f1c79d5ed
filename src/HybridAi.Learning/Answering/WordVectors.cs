using System.Numerics.Tensors;
using System.Text;

namespace HybridAi.Learning.Answering;

/// <summary>
/// Common English words with a vector each, the commonest first: how near two words are in use, and how common a word is. Eight bits a component.
/// </summary>
public sealed class WordVectors
{
    private readonly Dictionary<string, int> _ranks;
    private readonly float[] _vectors;
    private readonly int _dimensions;

    private WordVectors(Dictionary<string, int> ranks, float[] vectors, int dimensions) => (_ranks, _vectors, _dimensions) = (ranks, vectors, dimensions);

    /// <summary>How many words it knows.</summary>
    public int Count => _ranks.Count;

    /// <summary>Reads them: three little-endian integers (words, dimensions, bytes of the words), the words a line each, then a signed byte a component.</summary>
    /// <exception cref="ArgumentException">The lengths don't fit each other.</exception>
    public static WordVectors Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12) throw new ArgumentException("The file is too short for word vectors.");
        var (count, dimensions, length) = (BitConverter.ToInt32(file), BitConverter.ToInt32(file[4..]), BitConverter.ToInt32(file[8..]));
        if (count <= 0 || dimensions <= 0 || length <= 0 || file.Length != 12L + length + (long)count * dimensions) throw new ArgumentException("The lengths of the word vectors don't fit each other.");
        var words = Encoding.UTF8.GetString(file.Slice(12, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != count) throw new ArgumentException($"There are {words.Length} words; the head says {count}.");
        var ranks = new Dictionary<string, int>(count, StringComparer.Ordinal);
        var vectors = new float[count * dimensions];
        var bytes = file[(12 + length)..];
        for (var word = 0; word < count; word++)
        {
            ranks[words[word]] = word;
            var vector = vectors.AsSpan(word * dimensions, dimensions);
            for (var i = 0; i < dimensions; i++) vector[i] = (sbyte)bytes[word * dimensions + i];
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        }

        return new(ranks, vectors, dimensions);
    }

    /// <summary>The word's rank among the words, from 0 for the commonest; -1 where it is not known.</summary>
    public int RankOf(string word) => _ranks.GetValueOrDefault(word, -1);

    /// <summary>Cosine of the vectors of two words by rank.</summary>
    public float Similarity(int word, int other)
        => TensorPrimitives.Dot(_vectors.AsSpan(word * _dimensions, _dimensions), _vectors.AsSpan(other * _dimensions, _dimensions));
}
