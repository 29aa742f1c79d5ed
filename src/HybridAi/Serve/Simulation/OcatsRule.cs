using HybridAi.Learning.Text;

namespace HybridAi.Serve.Simulation;

/// <summary>When the rule of OCaTS trusts the student.</summary>
/// <param name="Entropy">Where the entropy of its probabilities, in nats, is at most this,</param>
/// <param name="Distance">and the text lies at most so far from the middle of its nearest neighbours, as unit vectors: 0 to 2.</param>
public sealed record OcatsThresholds(double Entropy, double Distance);

/// <summary>
/// The rule of OCaTS on this product's student and n-grams, to compare with: the student answers where its entropy is low and the text is near to what it has
/// learned. Its paper's student is another (five neighbours of MPNet embeddings): what is compared is the rule.
/// </summary>
/// <remarks>
/// Stogiannidis et al. 2023, "Cache me if you can: an online cost-aware teacher-student framework to reduce the calls to large language models", section 3: the
/// centroid of the k = 5 nearest cached texts weighted by 1 / distance². Here what is cached is looked up when the student is trained, not at each call.
/// </remarks>
internal sealed class OcatsRule(OcatsThresholds thresholds) : IStreamRule
{
    private const int Neighbours = 5;

    private TextVectors? _learned;

    /// <inheritdoc/>
    public string Name => "OCaTS rule";

    /// <inheritdoc/>
    public void StudentTrained(IReadOnlyList<string> learned) => _learned = new(learned);

    /// <inheritdoc/>
    public double ChanceOfCall(StreamMoment moment)
        => moment.Student.Entropy > thresholds.Entropy || DistanceToMiddle(moment.Text) > thresholds.Distance ? 1 : 0;

    /// <inheritdoc/>
    public void Told(StreamMoment moment, double propensity, int answer) { }

    /// <summary>How far a text lies from the middle of the nearest texts that were learned.</summary>
    internal double DistanceToMiddle(string text)
    {
        // Of unit vectors |a − b|² = 2 − 2 · cos, and |v − c|² = 1 − 2 · Σ w cos(v, i) + ΣΣ w w cos(i, j).
        var near = _learned!.Like(text).Take(Neighbours).ToList();
        var weights = near.ConvertAll(neighbour => 1 / (2 - 2 * neighbour.Similarity + 1e-10));
        var sum = weights.Sum();
        var squared = 1.0;
        for (var i = 0; i < near.Count; i++)
        {
            squared -= 2 * weights[i] / sum * near[i].Similarity;
            for (var j = 0; j < near.Count; j++) squared += weights[i] * weights[j] / (sum * sum) * _learned.Cosine(near[i].Text, near[j].Text);
        }

        return Math.Sqrt(Math.Max(0, squared));
    }
}
