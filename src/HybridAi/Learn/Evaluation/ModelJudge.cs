using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Training;
using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Learn.Evaluation;

/// <summary>The gate's decision and the figures of all who were judged, the candidate first.</summary>
/// <param name="Gate">Whether the candidate may be promoted, and why.</param>
/// <param name="Reports">One report a contender; empty where there are no reviewed test rows.</param>
public sealed record Verdict(GateDecision Gate, IReadOnlyList<ModelReport> Reports);

/// <summary>
/// Judges a model on the reviewed test rows beside its baselines: the most frequent label, naive Bayes on the same training rows (for rows of a table on
/// their words), and for texts the lexical labeller made from the reviewed ones among them. Numbers are <see cref="NumberJudge"/>'s affair.
/// </summary>
public sealed class ModelJudge(LabellerFamily labellers)
{
    private const string Lexical = "lexical";

    /// <summary>The majority-class baseline's name.</summary>
    public const string MajorityName = "majority-class";

    /// <summary>The naive Bayes baseline's name.</summary>
    public const string NaiveBayesName = "naive-bayes";

    /// <summary>Judges the candidate.</summary>
    /// <param name="project">The project, with its label schema.</param>
    /// <param name="dataset">What the candidate was trained on and is judged on.</param>
    /// <param name="candidate">The model.</param>
    /// <param name="champion">The present champion; null where there is none.</param>
    /// <param name="settings">What the gate asks for.</param>
    /// <param name="cancellation">Stops the judging.</param>
    /// <returns>The verdict, or the fault for which a baseline could not be made.</returns>
    public async Task<Outcome<Verdict>> JudgeAsync(
        Project project, Dataset dataset, TrainedModel candidate, IModel? champion, GateSettings settings, CancellationToken cancellation)
    {
        var test = dataset.Of(Split.Test).Where(row => row.Reviewed).ToList();
        if (dataset.Manifest.Scale is not null) return NumberJudge.Judge(dataset, test, candidate, champion, settings);
        if (test.Count == 0) return new Verdict(Gate.Decide([], new Dictionary<string, IReadOnlyList<bool>>(), null, settings), []);
        if (!(await BaselinesAsync(project, dataset, test, cancellation)).Succeeded(out var baselines, out var fault)) return fault;
        var own = Contender.Of(candidate.Trainer, candidate.Model, test);
        // One row a text: an exact duplicate is no further evidence.
        var distinct = test.Index().DistinctBy(row => row.Item.Text).Select(row => row.Index).ToArray();
        var decision = Gate.Decide(
            Right(own), baselines.ToDictionary(baseline => baseline.Name, Right),
            champion is null ? null : Right(Contender.Of("champion", champion, test)), settings);
        return new Verdict(decision, [.. baselines.Prepend(own).Select(contender => contender.Report(test, dataset.Manifest.Labels))]);

        IReadOnlyList<bool> Right(Contender contender) => [.. distinct.Select(row => contender.Answers[row] == test[row].Label)];
    }

    private async Task<Outcome<List<Contender>>> BaselinesAsync(
        Project project, Dataset dataset, List<DatasetRow> test, CancellationToken cancellation)
    {
        if (!TrainingRows.Of(dataset).Succeeded(out var rows, out var fault)) return fault;
        var baselines = new List<Contender>
        {
            Contender.Of(MajorityName, MajorityClass.Train(rows.Labels, rows.LabelNames), test),
            Contender.Of(NaiveBayesName, MultinomialNaiveBayes.Train(rows.Texts, rows.Labels, rows.LabelNames), test),
        };
        if (dataset.Manifest.Columns is not null) return baselines;
        var reviewed = dataset.Of(Split.Train).Where(row => row.Reviewed).Select(row => new ReviewedText(row.Text, row.Label));
        if (!labellers.Create(Lexical, new(project, [.. reviewed])).Succeeded(out var lexical, out var missing)) return missing;
        cancellation.ThrowIfCancellationRequested();
        baselines.Add(await Contender.OfAsync(lexical, test, cancellation));
        return baselines;
    }
}
