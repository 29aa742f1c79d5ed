using HybridAi.Learning.Text;
using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// Models of different make that learn from all votes and then judge texts they have not seen. They learn from the votes of every labeller,
/// since labellers seldom agree on a mistake, and from the labels' own names; a reviewed label takes the place of all votes.
/// </summary>
internal sealed class Students
{
    /// <summary>Softer than a classifier that trusts its labels: here it is known that some are wrong.</summary>
    private const double Cost = 10;

    private const double Smoothing = 0.1;
    private const int Folds = 5;

    private readonly List<string> _texts = [];
    private readonly List<int> _labels = [];
    private readonly DoubtRows _rows;
    private readonly int _seed;

    public Students(DoubtRows rows, int seed)
    {
        (_rows, _seed) = (rows, seed);
        for (var row = 0; row < rows.Count; row++) Teach(rows.Texts[row], rows.Best(row));
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var votes in rows.Votes)
            {
                if (votes[row] != DoubtRows.None) Teach(rows.Texts[row], rows.IsReviewed(row) ? rows.Best(row) : votes[row]);
            }
        }

        for (var label = 0; label < rows.Labels; label++) Teach(rows.LabelNames[label].Replace('_', ' ').Replace('-', ' '), label);
    }

    /// <summary>Softmax regression on words and characters.</summary>
    public float[][] Linear(CancellationToken ct) => Judge(
        (texts, labels, names, token) => TextClassifierTrainer.Train(
            texts, labels, names, new TextClassifierSettings { Cost = Cost, CalibrationShare = 0, Threads = 1, Quantise = false, Seed = _seed }, null, token), ct);

    /// <summary>Naive Bayes on words.</summary>
    public float[][] Bayes(CancellationToken ct)
        => Judge((texts, labels, names, _) => MultinomialNaiveBayes.Train(texts, labels, names, Smoothing), ct);

    private void Teach(string text, int label)
    {
        _texts.Add(text);
        _labels.Add(label);
    }

    // The rows come first among the taught texts, so their probabilities do as well.
    private float[][] Judge(TextFit fit, CancellationToken ct)
        => CrossValidation.Probabilities(_texts, _labels, _rows.LabelNames, Folds, _seed, fit, ct)[.._rows.Count];
}
