namespace HybridAi.Learning.Tabular.Search;

/// <summary>How much is tried, so that a search ends in seconds to minutes whatever the table: less where rows, features and labels are many.</summary>
/// <param name="Repeats">Rounds of the cross-validation; small tables are dealt anew, for one dealing is chance.</param>
/// <param name="Costs">What linear models try.</param>
/// <param name="Bends">Whether they try straight lines alone or curves too.</param>
/// <param name="Trees">How many settings of trees are drawn.</param>
/// <param name="Rate">The step of the trees.</param>
internal sealed record SearchEffort(int Repeats, double[] Costs, bool[] Bends, int Trees, double Rate)
{
    private const int FewRows = 2_000;
    private const int ManyRows = 5_000;
    private const double MuchWork = 2e6;
    private const double VeryMuchWork = 10e6;

    /// <summary>The effort that a table is worth: a round of boosting takes time in proportion to rows, features and labels.</summary>
    public static SearchEffort Of(TableRows table, int treeCandidates)
    {
        var target = table.Target;
        var features = 0;
        for (var column = 0; column < table.Columns; column++)
        {
            features += table.Reader.Columns[column].Kind switch
            {
                ColumnKind.Number => 1,
                ColumnKind.Text => target.Statistics,
                _ => Math.Min(table.Reader.Levels[column]!.Count, TableCoding.FewLevels),
            };
        }

        var work = (double)table.Count * features * (target.Classes == 2 ? 1 : target.Outputs);
        var trees = Math.Min(treeCandidates, Math.Max(1, (int)(treeCandidates * MuchWork / Math.Max(work, 1))));
        if (work > VeryMuchWork) return new(1, [0.1, 1], [false], trees, 0.3);
        return new(
            table.Count < FewRows && work <= MuchWork ? 3 : 1, [0.01, 0.03, 0.1, 0.3, 1, 3], [false, true], trees,
            work > MuchWork ? 0.2 : table.Count < ManyRows ? 0.05 : 0.1);
    }
}
