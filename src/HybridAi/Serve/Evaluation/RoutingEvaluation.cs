using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Evaluation;
using HybridAi.Llm.Providers;

namespace HybridAi.Serve.Evaluation;

/// <summary>
/// Tries the product's own router on recorded answers: in each trial a part of the rows teaches and certifies a route, and the rest judges it once.
/// </summary>
public sealed class RoutingEvaluation(IngestionOptions options, TimeProvider clock)
{
    private const string TextColumn = "text";
    private const string LabelColumn = "label";
    private const string OtherLabelColumn = "category";

    /// <summary>Runs the trials.</summary>
    /// <returns>The report, or what is wrong with a file: <c>gold-missing</c>, <c>model-unknown</c>, <c>rows-too-few</c>, or a reader's fault.</returns>
    public async Task<Outcome<RoutingEvaluationReport>> RunAsync(
        RoutingEvaluationRequest request, IProgress<RoutingEvaluationStep>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        if (!(await RowsAsync(request.Answers, cancellation)).Succeeded(out var rows, out var fault)) return fault;
        IReadOnlyList<RecordedRow>? tests = null;
        if (request.TestAnswers is { } file && !(await RowsAsync(file, cancellation)).Succeeded(out tests, out fault)) return fault;
        if (!(await ExtraAsync(request.StudentTrain, cancellation)).Succeeded(out var extra, out fault)) return fault;
        if (Unknown(request, rows) is { } unknown) return unknown;

        var trial = new RoutingTrial(request, extra, clock);
        var reports = new List<RoutingTrialReport>();
        var micros = new List<double>();
        for (var i = 0; i < request.Seeds; i++)
        {
            var seed = request.Seed + i;
            progress?.Report(new(i, request.Seeds, seed));
            var (train, test) = Parted(rows, tests, request.TrainShare, seed);
            if (train.Count == 0 || test.Count == 0)
                return Fault.BadInput("rows-too-few", $"{rows.Count} rows with gold don't make a training and a test part.", request.Answers);
            var (report, times) = await Task.Run(() => trial.Run(train, test, seed, cancellation), cancellation);
            reports.Add(report);
            micros.AddRange(times);
        }

        progress?.Report(new(request.Seeds, request.Seeds, null));
        var summary = new RoutingSummary(
            reports.Average(report => report.Certificate.Certified ? report.Routed.CostCut : 0), reports.Average(report => report.Routed.Accuracy),
            reports.Average(report => report.Routed.Accuracy - report.Reference.Accuracy), reports.Average(report => report.Certificate.Certified ? 1.0 : 0),
            reports.Count(report => !report.FloorHeld), Percentile.Of(micros, 0.99));
        return new RoutingEvaluationReport("routing", request.Seed, clock.GetElapsedTime(started).TotalSeconds, reports, summary);
    }

    // Rows without gold can't judge anybody; a file without any is of no use.
    private static async Task<Outcome<IReadOnlyList<RecordedRow>>> RowsAsync(string file, CancellationToken cancellation)
    {
        if (!(await RecordedAnswersFile.ReadRowsAsync(file, cancellation)).Succeeded(out var all, out var fault)) return fault;
        var rows = all.Where(row => row.Gold is not null).ToList();
        return rows.Count > 0
            ? rows
            : Fault.BadInput("gold-missing", $"None of the {all.Count} rows has a 'gold' label: nobody can tell who is right.", file);
    }

    private async Task<Outcome<IReadOnlyList<LabelledText>>> ExtraAsync(string? file, CancellationToken cancellation)
    {
        if (file is null) return Success.Of<IReadOnlyList<LabelledText>>([]);
        var read = await LabelledTextFile.ReadAsync(file, TextColumn, LabelColumn, null, options, cancellation);
        return read.Fault is { Code: "column-missing" }
            ? await LabelledTextFile.ReadAsync(file, TextColumn, OtherLabelColumn, null, options, cancellation) is { Fault: null } other ? other : read
            : read;
    }

    private static Fault? Unknown(RoutingEvaluationRequest request, IReadOnlyList<RecordedRow> rows)
    {
        var models = rows.SelectMany(row => row.Answers.Keys).Distinct().ToList();
        string[] named = [.. new[] { request.Reference, request.Student }.OfType<string>()
            .Except([RoutingEvaluationRequest.Gold, RoutingEvaluationRequest.None])];
        return named.Except(models).FirstOrDefault() is { } stranger
            ? Fault.BadInput("model-unknown", $"The file has no answers of '{stranger}'. It has: {string.Join(", ", models)}.", request.Answers)
            : null;
    }

    private static (IReadOnlyList<RecordedRow> Train, IReadOnlyList<RecordedRow> Test) Parted(
        IReadOnlyList<RecordedRow> rows, IReadOnlyList<RecordedRow>? tests, double share, int seed)
    {
        if (tests is not null) return (rows, tests);
        var order = rows.ToArray();
        new Random(seed).Shuffle(order);
        var train = (int)Math.Round(order.Length * share);
        return (order[..train], order[train..]);
    }
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Trials done.</param>
/// <param name="Planned">Trials in all.</param>
/// <param name="Seed">The seed of the trial under way; null when all are done.</param>
public sealed record RoutingEvaluationStep(int Done, int Planned, int? Seed);
