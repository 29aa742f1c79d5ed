namespace HybridAi.Learning.LabelErrors;

/// <summary>Labels that may be wrong, and all that is known about them.</summary>
/// <param name="Texts">The labelled texts.</param>
/// <param name="Given">The label of each, an index into <paramref name="LabelNames"/>: what is doubted.</param>
/// <param name="LabelNames">Distinct names of all labels.</param>
public sealed record DoubtRows(IReadOnlyList<string> Texts, IReadOnlyList<int> Given, IReadOnlyList<string> LabelNames)
{
    /// <summary>Says that a labeller has no vote, or that nobody has reviewed a row.</summary>
    public const int None = -1;

    /// <summary>Votes of further labellers on the same texts, a list each; <see cref="None"/> where one has none.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Votes { get; init; } = [];

    /// <summary>How sure the labeller says it is of each given label, in [0, 1]; null where it says nothing.</summary>
    public IReadOnlyList<double?>? Confidences { get; init; }

    /// <summary>What review found each label to be, <see cref="None"/> for rows that nobody has looked at; null: nobody has looked at any.</summary>
    public IReadOnlyList<int>? Reviewed { get; init; }

    /// <summary>The share of the further labellers' votes on a row that are its given label; null where there is none.</summary>
    public double? Agreement(int row)
    {
        var votes = Votes.Where(labeller => labeller[row] != None).ToList();
        return votes.Count == 0 ? null : (double)votes.Count(labeller => labeller[row] == Given[row]) / votes.Count;
    }

    internal int Count => Given.Count;

    internal int Labels => LabelNames.Count;

    internal bool IsReviewed(int row) => Reviewed is not null && Reviewed[row] != None;

    internal bool IsWrong(int row) => IsReviewed(row) && Reviewed![row] != Given[row];

    /// <summary>The best label that is known: the reviewed one, else the given one.</summary>
    internal int Best(int row) => IsReviewed(row) ? Reviewed![row] : Given[row];

    internal void Check()
    {
        if (Texts.Count != Given.Count) throw new ArgumentException($"{Texts.Count} texts but {Given.Count} labels.");
        foreach (var votes in Votes) CheckColumn(votes, "votes", None);
        CheckColumn(Given, "labels", 0);
        if (Reviewed is not null) CheckColumn(Reviewed, "reviewed labels", None);
        if (Confidences is not null && Confidences.Count != Given.Count)
            throw new ArgumentException($"{Given.Count} labels but {Confidences.Count} confidences.");
    }

    private void CheckColumn(IReadOnlyList<int> column, string what, int lowest)
    {
        if (column.Count != Given.Count) throw new ArgumentException($"{Given.Count} labels but {column.Count} {what}.");
        for (var row = 0; row < column.Count; row++)
        {
            if (column[row] < lowest || column[row] >= Labels)
                throw new ArgumentException($"{column[row]} among the {what} of row {row} is not one of {Labels} labels.");
        }
    }
}
