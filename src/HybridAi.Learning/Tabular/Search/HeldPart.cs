using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Linear;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>One part of a cross-validation: models are fitted on the other rows, and their coding too, and score these.</summary>
internal sealed class HeldPart
{
    private const int WatchedParts = 6;

    private readonly TableRows _table;
    private readonly CodedTable _coded;
    private readonly int _seed;
    private readonly Lazy<BinnedFeatures> _bins;
    private readonly float[] _heldFeatures;

    public HeldPart(TableRows table, TableFolds folds, int part, int seed, CancellationToken ct)
    {
        (_table, _seed) = (table, seed);
        Rows = folds.RowsOf(part);
        _coded = TableCoding.Fit(table, folds.Without(Rows), seed, ct);
        _bins = new(() => BinnedFeatures.Of(_coded.Features, _coded.Count));
        _heldFeatures = new float[Rows.Length * _coded.Coding.Width];
        for (var i = 0; i < Rows.Length; i++)
            _coded.Coding.Code(table.ValuesOf(Rows[i]), [.. table.Cells[Rows[i]]], _heldFeatures.AsSpan(i * _coded.Coding.Width, _coded.Coding.Width));
    }

    /// <summary>The rows that are held out.</summary>
    public int[] Rows { get; }

    /// <summary>What a candidate, fitted without them, says of the held-out rows.</summary>
    public HeldScores Judge(TabularCandidate candidate, CancellationToken ct)
    {
        var scores = new float[Rows.Length * _table.Target.Outputs];
        if (candidate.Linear is { } settings)
        {
            var model = LinearModel.Fit(_table, _coded, settings, _seed, ct);
            Score((row, scratch, to) => model.AddScores(_coded.Coding, row, scratch, 1, to), model.Coding.Terms.Length, scores);
            return new(Rows, scores, 0);
        }

        var (learnt, watched) = Watched();
        var trees = candidate.Trees!;
        var fitted = GradientBoosting.Fit(_bins.Value, BoostingLoss.For(_coded.Target), learnt, watched, trees, trees.MostRounds, _seed, ct);
        Score((row, scratch, to) => TableModel.AddScores(fitted, row.Features, scratch, 1, to), 0, scores);
        return new(Rows, scores, fitted.Rounds);
    }

    private void Score(AddScores add, int terms, float[] scores)
    {
        var (width, outputs) = (_coded.Coding.Width, _table.Target.Outputs);
        var scratch = TableScratch.For(_table.Columns, width, terms, outputs);
        for (var i = 0; i < Rows.Length; i++)
            add(new CodedRow(_table.ValuesOf(Rows[i]), _heldFeatures.AsSpan(i * width, width)), scratch, scores.AsSpan(i * outputs, outputs));
    }

    // Too few rows to spare some: all are learnt from and end the boosting themselves, which is no worse than guessing when to end.
    private (int[] Learnt, int[] Watched) Watched()
    {
        var folds = TableFolds.Deal(_coded.Target, _coded.Groups, WatchedParts, _seed);
        var watched = folds.RowsOf(0);
        return folds.Count < 2 ? (watched, watched) : (folds.Without(watched), watched);
    }

    private delegate void AddScores(CodedRow row, TableScratch scratch, Span<float> scores);
}

/// <summary>What a candidate says of rows that it was not fitted on.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Scores">Rows × outputs.</param>
/// <param name="Rounds">Rounds of boosting that were best; 0 without trees.</param>
internal sealed record HeldScores(int[] Rows, float[] Scores, int Rounds)
{
    /// <summary>The mean of two candidates' scores.</summary>
    public static HeldScores Mean(HeldScores one, HeldScores other) =>
        new(one.Rows, [.. one.Scores.Zip(other.Scores, (left, right) => (left + right) / 2)], Math.Max(one.Rounds, other.Rounds));
}
