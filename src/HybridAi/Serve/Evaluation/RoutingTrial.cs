using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Learning.Statistics;
using HybridAi.Llm.Providers;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Evaluation;

/// <summary>One trial of the router on recorded answers. The test part is looked at once, when everything is decided.</summary>
internal sealed class RoutingTrial(RoutingEvaluationRequest request, IReadOnlyList<LabelledText> extra, TimeProvider clock)
{
    private const int LeastPerFit = 10;

    /// <summary>Runs it.</summary>
    /// <returns>The report, and how long deciding took for each test row, in microseconds.</returns>
    public (RoutingTrialReport Report, IReadOnlyList<double> Micros) Run(
        IReadOnlyList<RecordedRow> train, IReadOnlyList<RecordedRow> test, int seed, CancellationToken cancellation)
    {
        string[] models = [.. train.SelectMany(row => row.Answers.Keys).Distinct()];
        string[] labels = [.. train.Concat(test).Select(row => row.Gold!).Concat(extra.Select(row => row.Label)).Distinct().Order(StringComparer.Ordinal)];
        var reference = request.Reference ?? models.MaxBy(model => train.Count(row => IsRight(row, model)))!;
        var folds = RowFolds.Deal([.. train.Select(row => row.Text)], seed, request.Settings.Showing);
        var student = Student(train, labels, folds, seed, cancellation);

        string[] tiers = student is null ? models : [TierNames.Classical, .. models];
        var rows = new RouteRows(
            tiers, Array.IndexOf(tiers, reference), labels, [.. train.Select(row => Row(row, null))], [.. test.Select(row => Row(row, student))],
            student is null ? null : new(0, folds, student.Replies));
        var settings = request.Settings with { Seed = seed };
        var choice = RouteSearch.Choose(rows, settings, cancellation: cancellation);
        var layout = RouteLayout.Of(rows, settings.Tolerance);
        return (Report(rows, layout, choice, settings, seed), Times(rows, layout, choice));

        RouteRow Row(RecordedRow row, CrossFittedStudent? judged)
        {
            TierAnswer[] answers = [.. models.Select(model => row.Answers.TryGetValue(model, out var answer)
                ? new TierAnswer(answer.Label, answer.Confidence, answer.CostUsd, answer.Latency)
                : new TierAnswer(null, null, 0))];
            // What the student says to the training part is known by fold, and stands beside the rows. What judged the policies answers the test part.
            if (student is not null) answers = [judged is null ? new(null, null, 0) : Answer(judged.ByView[request.Settings.Showing == Showing.HeldOut ? 0 : folds.Count], row.Text), .. answers];
            return new($"{row.Line}", row.Text, row.Gold!, answers);
        }
    }

    private static RoutingTrialReport Report(RouteRows rows, RouteLayout layout, RouteChoice choice, RouteSettings settings, int seed)
    {
        var (judged, certificate, test) = (choice.Evidence.Test!, choice.Evidence.Certificate, rows.Test);
        var cheapest = Figures(layout.Order[0]);
        var reference = Figures(rows.Reference);
        return new(
            seed, rows.Calibration.Count, test.Count, reference,
            new(judged.Accuracy, judged.CostPer1000Usd * test.Count / 1000, CostCut(choice, judged), judged.Shares, [.. choice.Tiers.Select(tier => rows.Tiers[tier])]),
            rows.Student is { } student ? new(judged.Alone[rows.Tiers[student.Tier]]) : null, Figures(BestOnTraining(rows, layout)),
            new(AtRandom(cheapest, reference, 1 - CostCut(choice, judged))),
            new(test.Average(row => Enumerable.Range(0, rows.Tiers.Count).Any(tier => layout.IsRight(row, tier)) ? 1.0 : 0)),
            new(
                certificate.Margin, certificate.Confidence, certificate.State == CertificateState.Certified, certificate.DifferenceAtLeast, certificate.State,
                certificate.RowsNeeded, certificate.Reason),
            judged.Wins - judged.Losses >= -settings.Margin * test.Count - 1e-9, McNemar.TwoSided(judged.Wins, judged.Losses), choice.Evidence.Notes);

        ModelFigures Figures(int tier)
        {
            var costs = test.Select(row => row.Answers[tier].CostUsd).ToList();
            return new(rows.Tiers[tier], judged.Alone[rows.Tiers[tier]], costs.Contains(null) ? null : costs.Sum());
        }
    }

    // By money where it is known, otherwise by calls of the reference.
    private static double CostCut(RouteChoice choice, RouteJudgement judged) => (judged.CostPer1000Usd, judged.ReferenceCostPer1000Usd) switch
    {
        ({ } cost, > 0 and { } reference) => 1 - (double)(cost / reference),
        _ => choice.Evidence.Front.FirstOrDefault(point => point.Chosen) is { } point ? 1 - point.CostShare : 0,
    };

    // As much money, spent on the reference for rows that chance names and on the cheapest tier for the rest.
    private static double AtRandom(ModelFigures cheapest, ModelFigures reference, double costShare)
    {
        var least = reference.CostUsd > 0 && cheapest.CostUsd is { } cost ? (double)(cost / reference.CostUsd.Value) : 0;
        var share = least >= 1 ? 1 : Math.Clamp((costShare - least) / (1 - least), 0, 1);
        return share * reference.Accuracy + (1 - share) * cheapest.Accuracy;
    }

    private static int BestOnTraining(RouteRows rows, RouteLayout layout)
        => Enumerable.Range(0, rows.Tiers.Count).MaxBy(tier => rows.Student is { } student && student.Tier == tier
            ? Enumerable.Range(0, rows.Calibration.Count).Count(row => student.Replies.Reply(row, student.Folds.Count).Label == layout.IndexOf(rows.Calibration[row].Gold))
            : rows.Calibration.Count(row => layout.IsRight(row, tier)));

    private List<double> Times(RouteRows rows, RouteLayout layout, RouteChoice choice)
    {
        var micros = new List<double>(rows.Test.Count);
        foreach (var row in rows.Test)
        {
            TierReply[] known = [.. choice.Tiers.Select(tier => layout.Reply(row, tier))];
            var novelty = RouteLayout.NoveltyOf(row);
            var started = clock.GetTimestamp();
            PolicyWalk.Along(choice.Policy.Main, known.Length, tier => known[tier], _ => novelty);
            micros.Add(clock.GetElapsedTime(started).TotalMicroseconds);
        }

        return micros;
    }

    private CrossFittedStudent? Student(IReadOnlyList<RecordedRow> train, string[] labels, RowFolds folds, int seed, CancellationToken cancellation)
    {
        if (request.Student == RoutingEvaluationRequest.None || request.Settings.Tolerance is not null) return null;
        int[] taught = [.. train.Select(row => Array.IndexOf(labels, request.Student == RoutingEvaluationRequest.Gold
            ? row.Gold : row.Answers.TryGetValue(request.Student, out var answer) ? answer.Label : null))];
        (string Text, int Label)[] further = [.. extra.Select(row => (row.Text, Array.IndexOf(labels, row.Label)))];
        return CanLearn(taught, further, folds)
            ? CrossFittedStudent.Fit([.. train.Select(row => row.Text)], taught, labels, folds.Of, folds.Count, further, seed, null, cancellation)
            : null;
    }

    // Every fit, whichever two folds it leaves out, needs some rows of two labels.
    private static bool CanLearn(int[] taught, (string Text, int Label)[] further, RowFolds folds)
    {
        for (var one = 0; one < folds.Count; one++)
        {
            for (var other = one; other < folds.Count; other++)
            {
                var left = taught.Where((label, row) => label >= 0 && folds.Of[row] != one && folds.Of[row] != other).Concat(further.Select(row => row.Label)).ToList();
                if (left.Count < LeastPerFit || left.Distinct().Take(2).Count() < 2) return false;
            }
        }

        return true;
    }

    private static TierAnswer Answer(Learning.Text.TextClassifier model, string text)
    {
        var chances = new float[model.Labels.Count];
        var best = model.Predict(text, chances);
        return new(model.Labels[best], chances[best], 0, null, new LabelChances(model.Labels, chances, 1 - model.Familiarity(text)));
    }

    private static bool IsRight(RecordedRow row, string model) => row.Answers.TryGetValue(model, out var answer) && answer.Label == row.Gold;
}
