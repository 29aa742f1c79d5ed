namespace HybridAi.Learning.LabelErrors;

/// <summary>How doubtful each label is, and why.</summary>
/// <param name="Scores">For each row the estimated probability that its given label is wrong. For a reviewed row: as if it were not.</param>
/// <param name="Parts">The evidence; a row's log odds are the intercept and each part's weight times its value.</param>
/// <param name="Intercept">The log odds of a row without any evidence.</param>
/// <param name="LearnedFrom">How many reviewed rows taught the weights; 0: they are the stated ones.</param>
/// <param name="Joint">Confident learning's count over the linear student's probabilities.</param>
/// <param name="StudentMargins">
/// How far the linear student, which has not seen the row, sets the given label before the likeliest other: 0 to 1, ½ where both are as likely.
/// </param>
public sealed record DoubtEstimate(
    IReadOnlyList<double> Scores, IReadOnlyList<DoubtPart> Parts, double Intercept, int LearnedFrom, ConfidentJoint Joint, IReadOnlyList<double> StudentMargins)
{
    /// <summary>What each part adds to the row's log odds.</summary>
    public IReadOnlyDictionary<string, double> PartsOf(int row) => Parts.ToDictionary(part => part.Name, part => part.Weight * part.Values[row]);

    /// <summary>The rows from the most doubtful down; equal ones in their order.</summary>
    public IEnumerable<int> MostDoubtfulFirst() => Enumerable.Range(0, Scores.Count).OrderByDescending(row => Scores[row]).ThenBy(row => row);

    /// <summary>
    /// The rows whose labels are taken for wrong: as many as the confident joint counts, the most doubtful.
    /// </summary>
    public IReadOnlyList<int> Flagged() => [.. MostDoubtfulFirst().Take(Joint.Errors)];
}
