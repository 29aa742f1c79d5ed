namespace HybridAi.Learning.LabelErrors;

/// <summary>
/// What each row's label is, given all votes and what the students make of the text: the labellers' confusions and the labels are found in
/// turn, the students standing in for the class prior.
/// </summary>
/// <remarks>
/// Dawid and Skene 1979, "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied Statistics 28, with three
/// changes: confusions are smoothed towards the labeller's accuracy, since there are few rows a label; a row's own votes are left out of the
/// confusions that judge it, so that no label confirms itself; and each source counts half, for models tend to be wrong together.
/// </remarks>
internal static class VoteConsensus
{
    private const double Discount = 0.5;
    private const double Smoothing = 8;
    private const double Floor = 1e-4;
    private const int Rounds = 5;

    /// <summary>Rows × labels: the probability of each label.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="student">Rows × labels by a student that has not seen the row.</param>
    /// <param name="neighbours">Rows × labels by the neighbours; counts half of a student, for it knows the same texts.</param>
    /// <param name="ct">Checked once a round.</param>
    public static float[][] Of(DoubtRows rows, float[][] student, float[][] neighbours, CancellationToken ct)
    {
        var voters = rows.Votes.Prepend(rows.Given).ToArray();
        var posterior = new float[rows.Count][];
        for (var row = 0; row < rows.Count; row++)
        {
            posterior[row] = [.. student[row]];
            foreach (var votes in voters)
                if (votes[row] != DoubtRows.None)
                    posterior[row][votes[row]]++;
            var all = posterior[row].Sum();
            for (var k = 0; k < rows.Labels; k++) posterior[row][k] /= all;
        }

        for (var round = 0; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var confusions = voters.Select(votes => new Confusion(rows, votes, posterior, Smoothing)).ToArray();
            Parallel.For(0, rows.Count, row =>
                posterior[row] = Judge(student[row], neighbours[row], [.. confusions.Select(confusion => confusion.LogChances(row))]));
        }

        return posterior;
    }

    private static float[] Judge(float[] student, float[] neighbours, double[]?[] votes)
    {
        var scores = new double[student.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Log(student[k] + Floor) + Math.Log(neighbours[k] + Floor) / 2;
            foreach (var vote in votes)
                if (vote is not null)
                    scores[k] += vote[k];
        }

        var top = scores.Max();
        var weights = Array.ConvertAll(scores, score => Math.Exp(Discount * (score - top)));
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
