namespace HybridAi.Learning.Annotators;

/// <summary>
/// Each annotator has a whole confusion matrix, and labels have their own frequencies. Finds those who mistake one label for another always the
/// same way; asks for many votes an annotator.
/// </summary>
/// <remarks>
/// Dawid and Skene 1979, "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied Statistics 28. The pooled form
/// draws each annotator's matrix towards that of all (after Raykar et al. 2010, "Learning from crowds", JMLR 11, and the community prior of
/// Venanzi et al. 2014), by as much as one vote for each right label weighs.
/// </remarks>
public sealed class DawidSkene : IAggregator
{
    private const double PlainSmoothing = 0.01;
    private const double PooledVotes = 1;
    private const double PoolSmoothing = 0.2;

    private readonly bool _pooled;

    private DawidSkene(string name, bool pooled) => (Name, _pooled) = (name, pooled);

    /// <summary>As published, with a hundredth of a vote in every cell, so that no chance is 0.</summary>
    public static DawidSkene Plain { get; } = new("dawid-skene", pooled: false);

    /// <summary>With a prior: an annotator with few votes errs as the others do.</summary>
    public static DawidSkene Pooled { get; } = new("dawid-skene-pooled", pooled: true);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation)
        => ExpectationMaximisation.Run(votes, gold, seed, () => new Model(votes, _pooled), cancellation);

    // Counts and logarithms stand by annotator, given label and right label, so that a vote touches one run of numbers.
    private sealed class Model(Votes votes, bool pooled) : IAnnotatorModel
    {
        private readonly int _labels = votes.Labels;
        private readonly double[] _counts = new double[votes.Annotators * votes.Labels * votes.Labels];
        private readonly double[] _logs = new double[votes.Annotators * votes.Labels * votes.Labels];
        private readonly double[] _logFrequencies = new double[votes.Labels];

        public AnnotatorQuality[] Qualities => [.. Enumerable.Range(0, votes.Annotators).Select(QualityOf)];

        public double Fit(ReadOnlySpan<double> posterior)
        {
            Count(posterior);
            var prior = pooled ? Pool() : [.. Enumerable.Repeat(PlainSmoothing, _labels * _labels)];
            var logPrior = 0.0;
            for (var annotator = 0; annotator < votes.Annotators; annotator++)
            {
                var from = annotator * _labels * _labels;
                for (var right = 0; right < _labels; right++)
                {
                    var sum = 0.0;
                    for (var given = 0; given < _labels; given++) sum += _counts[from + given * _labels + right] + prior[given * _labels + right];
                    for (var given = 0; given < _labels; given++)
                    {
                        var cell = given * _labels + right;
                        _logs[from + cell] = Math.Log((_counts[from + cell] + prior[cell]) / sum);
                        logPrior += prior[cell] * _logs[from + cell];
                    }
                }
            }

            return logPrior;
        }

        public void Score(int item, Span<double> row)
        {
            _logFrequencies.CopyTo(row);
            foreach (var vote in votes.On(item))
            {
                var logs = _logs.AsSpan((vote.Annotator * _labels + vote.Label) * _labels, _labels);
                for (var right = 0; right < row.Length; right++) row[right] += logs[right];
            }
        }

        private void Count(ReadOnlySpan<double> posterior)
        {
            Array.Clear(_counts);
            foreach (var vote in votes.All)
            {
                var counts = _counts.AsSpan((vote.Annotator * _labels + vote.Label) * _labels, _labels);
                for (var right = 0; right < counts.Length; right++) counts[right] += posterior[vote.Item * _labels + right];
            }

            // One more item of each label than there are: a label that nobody has seen yet is rare, not impossible.
            Array.Fill(_logFrequencies, 1);
            for (var i = 0; i < posterior.Length; i++) _logFrequencies[i % _labels] += posterior[i];
            foreach (ref var frequency in _logFrequencies.AsSpan()) frequency = Math.Log(frequency / (votes.Items + _labels));
        }

        // The matrix of all annotators together; where a label has hardly been seen, right is likelier than wrong.
        private double[] Pool()
        {
            var pool = new double[_labels * _labels];
            for (var i = 0; i < _counts.Length; i++) pool[i % pool.Length] += _counts[i];
            for (var right = 0; right < _labels; right++)
            {
                var sum = 0.0;
                for (var given = 0; given < _labels; given++) sum += pool[given * _labels + right] += given == right ? 1 : PoolSmoothing;
                for (var given = 0; given < _labels; given++) pool[given * _labels + right] *= PooledVotes / sum;
            }

            return pool;
        }

        private AnnotatorQuality QualityOf(int annotator)
        {
            var confusion = new double[_labels][];
            var (right, from) = (0.0, annotator * _labels * _labels);
            for (var label = 0; label < _labels; label++)
            {
                confusion[label] = [.. Enumerable.Range(0, _labels).Select(given => Math.Exp(_logs[from + given * _labels + label]))];
                right += Math.Exp(_logFrequencies[label]) * confusion[label][label];
            }

            return new((int)Math.Round(_counts.AsSpan(from, _labels * _labels).ToArray().Sum()), right, confusion);
        }
    }
}
