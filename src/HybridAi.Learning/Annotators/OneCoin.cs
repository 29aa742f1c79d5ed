namespace HybridAi.Learning.Annotators;

/// <summary>
/// Each annotator has one accuracy; wrong votes fall on all other labels alike. Accuracies and labels are found together, gold being certain.
/// Where annotators are alike it is a majority vote, and it takes few votes to show that they are not.
/// </summary>
/// <remarks>
/// The symmetric model of Dawid and Skene 1979; named and recommended as a robust default by Zhang, Chen, Zhou and Jordan 2016, "Spectral methods meet
/// EM", JMLR 17, and the worker-probability model in Zheng et al. 2017, "Truth inference in crowdsourcing: is the problem solved?", VLDB 10.
/// </remarks>
public sealed class OneCoin : IAggregator
{
    /// <summary>The member's name.</summary>
    public const string MemberName = "one-coin";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    public Aggregation Aggregate(Votes votes, Gold gold, int seed, CancellationToken cancellation)
        => ExpectationMaximisation.Run(votes, gold, seed, () => new Model(votes), cancellation);

    private sealed class Model(Votes votes) : IAnnotatorModel
    {
        private readonly double[] _right = new double[votes.Annotators];
        private readonly int[] _count = new int[votes.Annotators];
        private double[] _accuracies = [];
        private double[] _logRight = [];
        private double[] _logWrong = [];

        public AnnotatorQuality[] Qualities => [.. _accuracies.Zip(_count, (accuracy, count) => new AnnotatorQuality(count, accuracy))];

        public double Fit(ReadOnlySpan<double> posterior)
        {
            Array.Clear(_right);
            Array.Clear(_count);
            foreach (var vote in votes.All)
            {
                _right[vote.Annotator] += posterior[vote.Item * votes.Labels + vote.Label];
                _count[vote.Annotator]++;
            }

            _accuracies = AnnotatorAccuracies.Of(_right, _count);
            _logRight = [.. _accuracies.Select(accuracy => Math.Log(accuracy))];
            _logWrong = [.. _accuracies.Select(accuracy => Math.Log((1 - accuracy) / Math.Max(votes.Labels - 1, 1)))];
            return AnnotatorAccuracies.LogPrior(_accuracies, _right, _count);
        }

        public void Score(int item, Span<double> row)
        {
            row.Clear();
            foreach (var vote in votes.On(item))
            {
                for (var label = 0; label < row.Length; label++) row[label] += label == vote.Label ? _logRight[vote.Annotator] : _logWrong[vote.Annotator];
            }
        }
    }
}
