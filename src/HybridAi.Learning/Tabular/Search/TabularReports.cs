using HybridAi.Learning.Metrics;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>Puts a search into words and figures.</summary>
internal static class TabularReports
{
    public static TabularReport Of(SearchResult result, TableRows table)
    {
        var trials = result.Finalists.Concat(result.Dropped).ToDictionary(judged => judged, judged => Trial(judged, table));
        var metric = table.Target.Classes switch { 0 => "rmse", 2 => "auc", _ => "accuracy" };
        return new(
            trials[result.Chosen], [.. trials.Values.OrderByDescending(trial => trial.Rows).ThenBy(trial => trial.Loss)], metric,
            [.. result.Chosen.Parts.Select(part => Metric(part, table.Target)).OfType<double>()]);
    }

    private static TabularTrial Trial(Judged judged, TableRows table)
    {
        var rows = judged.Parts.SelectMany(part => part.Rows).Distinct().Order().ToArray();
        var losses = judged.Losses(table.Target);
        var mean = GroupMean.Of(Array.ConvertAll(rows, row => losses[row]), Array.ConvertAll(rows, row => table.Groups[row]));
        return new(judged.Candidate.Trainer, judged.Candidate.Settings(), mean.Value, mean.Error, rows.Length);
    }

    private static double? Metric(HeldScores part, TableTarget target)
    {
        var gold = Array.ConvertAll(part.Rows, row => target.Values[row]);
        var outputs = target.Outputs;
        if (!target.IsLabel) return Math.Sqrt(part.Scores.Zip(gold, (score, value) => (score - value) * (score - value)).Average());
        if (outputs == 2)
        {
            var lead = Enumerable.Range(0, gold.Length).Select(i => (double)part.Scores[2 * i + 1] - part.Scores[2 * i]).ToArray();
            return Auroc.Of(lead, Array.ConvertAll(gold, label => label > 0));
        }

        return Enumerable.Range(0, gold.Length)
            .Average(i => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(part.Scores.AsSpan(i * outputs, outputs)) == (int)gold[i] ? 1.0 : 0.0);
    }
}
