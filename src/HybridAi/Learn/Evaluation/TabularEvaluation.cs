using HybridAi.Learning.Tabular;
using HybridAi.Learning.Text;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// Trains on a table's rows and judges on rows that neither the search nor the training saw: those of a test file, otherwise five held-out folds, each
/// with a search of its own, or of many rows one held-out fifth.
/// </summary>
public sealed class TabularEvaluation(TimeProvider clock)
{
    /// <summary>Runs the evaluation.</summary>
    /// <param name="train">The rows to train on.</param>
    /// <param name="test">The rows to judge on; null: held-out rows of the training file.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The figures, or a fault: a column that is not there, a target that can't be learnt, too few rows, files that do not fit each other.</returns>
    public Outcome<TabularEvaluationReport> Run(
        TabularFile train, TabularFile? test, TabularEvaluationSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        if (!TabularProblem.Of(train, test, settings).Succeeded(out var problem, out var fault)) return fault;
        if (!TabularPlan.Of(problem, settings.Seed).Succeeded(out var plan, out fault)) return fault;
        var report = problem.Labels is { } labels
            ? OfLabels(problem, plan, labels, settings.Seed, progress, cancellation)
            : OfNumbers(problem, plan, settings.Seed, progress, cancellation);
        return report with { ElapsedSeconds = clock.GetElapsedTime(started).TotalSeconds };
    }

    private TabularEvaluationReport OfLabels(
        TabularProblem problem, TabularPlan plan, IReadOnlyList<string> labels, int seed, IProgress<double>? progress, CancellationToken cancellation)
    {
        var judged = new List<LabelJudgement>();
        var (training, seconds) = Learn(
            problem, plan, progress,
            (part, told) => TabularClassifierTrainer.Search(part.Rows, part.Labels, labels, new(seed, Groups: part.Groups), told, cancellation),
            (model, learnt, held) => judged.Add(LabelJudgement.Of(model, learnt, held)));
        var all = LabelJudgement.Joined(judged);
        var report = all.Report(labels);
        var gate = all.Gate();
        var cv = TabularCv.Of(training.Report);
        return Report(problem, plan, seed, training.Report, seconds, all.Gold.Count) with
        {
            Notes = [.. problem.Notes, .. cv.Unlike(problem, cv.Metric == "auc" ? LabelJudgement.Auc(judged) : report.Accuracy)], Accuracy = report.Accuracy, Auc = LabelJudgement.Auc(judged), MacroF1 = report.MacroF1, LogLoss = report.LogLoss, Ece = report.Ece,
            Baseline = new(gate.Baselines[0].Name, gate.Baselines[0].Accuracy, null, null), Gate = new(gate.Promoted, gate.Reason),
        };
    }

    private TabularEvaluationReport OfNumbers(
        TabularProblem problem, TabularPlan plan, int seed, IProgress<double>? progress, CancellationToken cancellation)
    {
        var judged = new List<NumberJudgement>();
        var (training, seconds) = Learn(
            problem, plan, progress,
            (part, told) => TabularRegressorTrainer.Search(part.Rows, part.Targets, new(seed, Groups: part.Groups), told, cancellation),
            (model, learnt, held) => judged.Add(NumberJudgement.Of(model, learnt, held)));
        var all = NumberJudgement.Joined(judged);
        return Report(problem, plan, seed, training.Report, seconds, all.Gold.Count) with
        {
            Notes = [.. problem.Notes, .. TabularCv.Of(training.Report).Unlike(problem, all.Rmse)], Mae = all.Mae, Rmse = all.Rmse, R2 = all.R2, Coverage80 = all.Coverage(0.8), Coverage90 = all.Coverage(0.9), Baseline = all.Baseline(),
            Gate = all.Gate(),
        };
    }

    // Where rows are held out, the training that is reported is one more, on all of them.
    private (TabularTraining<TModel> Training, double Seconds) Learn<TModel>(
        TabularProblem problem, TabularPlan plan, IProgress<double>? progress, Func<TabularPart, IProgress<TrainingProgress>?, TabularTraining<TModel>> fit,
        Action<TModel, TabularPart, TabularPart> judge)
    {
        var trainings = plan.Rounds.Count + (problem.Test is null ? 1 : 0);
        for (var done = 0; done < trainings; done++)
        {
            var part = done < plan.Rounds.Count ? plan.Rounds[done].Learnt : problem.Train;
            var started = clock.GetTimestamp();
            var training = fit(part, progress is null ? null : new Part(progress, done, trainings));
            var seconds = clock.GetElapsedTime(started).TotalSeconds;
            if (done < plan.Rounds.Count) judge(training.Model, part, plan.Rounds[done].Held);
            if (done == trainings - 1) return (training, seconds);
        }

        throw new InvalidOperationException("A plan has at least one round.");
    }

    private static TabularEvaluationReport Report(
        TabularProblem problem, TabularPlan plan, int seed, TabularReport found, double seconds, int rows) => new(
        "tabular", seed, 0, problem.Labels is null ? TabularTask.Regression : TabularTask.Classification, plan.JudgedOn, rows, null, null, null, null, null,
        null, null, null, null, null, TabularCv.Of(found), found.Chosen, found.Candidates, new("", null, null, null), new(false, ""), seconds,
        problem.Train.Rows.Columns.ToDictionary(column => column.Name, column => column.Kind), problem.Notes);

    private sealed class Part(IProgress<double> whole, int done, int trainings) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => whole.Report((done + value.Share) / trainings);
    }
}
