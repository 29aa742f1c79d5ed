namespace HybridAi.Learning.Answering;

/// <summary>What was learnt of spans that answer and questions that can be answered.</summary>
/// <param name="Ranking">A weight for each of <see cref="EvidenceRow.Names"/>.</param>
/// <param name="Answerability">A weight for each of <see cref="AnswerabilityFeatures.Names"/>, and the intercept last.</param>
/// <param name="Threshold">From which answerability on a question is answered.</param>
public sealed record EvidenceModel(double[] Ranking, double[] Answerability, double Threshold)
{
    /// <summary>Whether it has a weight for everything that is looked at today.</summary>
    public bool Fits => Ranking.Length == EvidenceRow.Names.Count && Answerability.Length == AnswerabilityFeatures.Names.Count + 1;

    /// <summary>The spans of a part of the question, the likeliest first, each with its chance among them.</summary>
    public IReadOnlyList<RankedSpan> Rank(EvidenceTable table)
    {
        if (table.Rows.Count == 0) return [];
        var scores = table.Rows.Select(row => Dot(Ranking, row.Features)).ToArray();
        var most = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - most));
        return [.. table.Rows.Select((row, i) => new RankedSpan(row, scores[i], Math.Exp(scores[i] - most) / sum)).OrderByDescending(span => span.Score)];
    }

    /// <summary>How likely the passages answer the question, 0 to 1.</summary>
    /// <param name="parts">Each part's table with its ranked spans.</param>
    public double AnswerabilityOf(IReadOnlyList<(EvidenceTable Table, IReadOnlyList<RankedSpan> Ranked)> parts)
    {
        if (parts.Count == 0 || parts.All(part => part.Ranked.Count == 0)) return 0;
        return AnswerabilityOf(AnswerabilityFeatures.Of(parts));
    }

    /// <summary>The same from the question's features.</summary>
    public double AnswerabilityOf(double[] features)
    {
        var odds = Answerability[^1] + Dot(Answerability.AsSpan(0, features.Length), features);
        return odds >= 0 ? 1 / (1 + Math.Exp(-odds)) : Math.Exp(odds) / (1 + Math.Exp(odds));
    }

    private static double Dot(ReadOnlySpan<double> weights, double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * values[i];
        return sum;
    }
}

/// <summary>A span with what the model makes of it.</summary>
/// <param name="Row">The span.</param>
/// <param name="Score">The weighted sum of its features: log odds up to a constant of the question.</param>
/// <param name="Chance">Its chance among the spans of the question, 0 to 1.</param>
public sealed record RankedSpan(EvidenceRow Row, double Score, double Chance);
