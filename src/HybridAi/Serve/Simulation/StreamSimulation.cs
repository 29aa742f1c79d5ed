namespace HybridAi.Serve.Simulation;

/// <summary>
/// Replays recorded answers as a stream: texts come one at a time, a student that began with a few shots answers or a teacher is called, and what the teacher says
/// is served and teaches the student. The same orders are played by the router, by both extremes, by as many calls at random, by the rule of OCaTS and by one
/// who knows.
/// </summary>
/// <remarks>The setting of Stogiannidis et al. 2023 (OCaTS) and Nie et al. 2024, "Online cascade learning for efficient inference over streams".</remarks>
public sealed class StreamSimulation(TimeProvider clock)
{
    private const int Points = 50;

    /// <summary>Plays every way at every price in every order.</summary>
    /// <param name="teacher">The teacher's name, for the report.</param>
    /// <param name="rows">The stream.</param>
    /// <param name="dev">A stream with the same labels on which the OCaTS rule finds its thresholds; null: that rule is left out.</param>
    /// <param name="settings">Prices, orders, what is assumed of the teacher.</param>
    /// <param name="progress">Told after every stream.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The figures, or what is wrong with the settings.</returns>
    public Task<Outcome<StreamReport>> RunAsync(
        string teacher, StreamRows rows, StreamRows? dev, StreamSettings settings, IProgress<StreamStep>? progress, CancellationToken cancellation)
        => Task.Run<Outcome<StreamReport>>(() => settings.Check() is { } fault ? fault : Run(teacher, rows, dev, settings, progress, cancellation), cancellation);

    private StreamReport Run(string teacher, StreamRows rows, StreamRows? dev, StreamSettings settings, IProgress<StreamStep>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var every = settings.Every ?? Math.Max(1, rows.Count / Points);
        var grid = dev is null ? [] : OcatsTuning.Grid(dev);
        var (done, total) = (0, grid.Count + settings.Seeds * (3 + settings.Lambdas.Count * (dev is null ? 2 : 3)));
        var tried = Together(grid, thresholds => OcatsTuning.Try(dev!, thresholds, settings.Seed, cancellation), "tuning the OCaTS rule");
        var fixedWays = new[]
        {
            Orders("always", _ => new EvenRule("always", 1)), Orders("never", _ => new EvenRule("never", 0)), Orders("oracle", _ => new OracleRule(rows)),
        };
        var prices = settings.Lambdas.Select(lambda =>
        {
            var router = Orders("router", _ => new RouterRule(lambda, settings.TeacherAccuracy));
            var random = Orders("random", order => new EvenRule("random", router[order].End.CallShare));
            var thresholds = grid.Zip(tried).OrderByDescending(pair => pair.Second.Accuracy - lambda * pair.Second.CallShare).Select(pair => pair.First).FirstOrDefault();
            var ocats = thresholds is null ? null : Orders("OCaTS rule", _ => new OcatsRule(thresholds));
            StreamRun[][] ways = [router, .. fixedWays[..2], random, .. ocats is null ? Array.Empty<StreamRun[]>() : [ocats], fixedWays[2]];
            return new StreamPrice(lambda, thresholds, [.. ways.Select(runs => WayOf(runs, lambda, rows))]);
        }).ToList();
        return new(
            "stream", settings.Seed, settings.Seeds, clock.GetElapsedTime(started).TotalSeconds, teacher, settings.TeacherAccuracy, rows.Count, rows.LeftOut, rows.Shots.Count,
            rows.CallUsd, prices);

        StreamRun[] Orders(string name, Func<int, IStreamRule> rule)
            => Together([.. Enumerable.Range(0, settings.Seeds)], order => StreamRun.Play(rows, rule(order), settings.Seed + order, every, cancellation), name);

        TResult[] Together<T, TResult>(IReadOnlyList<T> all, Func<T, TResult> play, string phase)
        {
            var results = new TResult[all.Count];
            Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = cancellation }, place =>
            {
                results[place] = play(all[place]);
                progress?.Report(new(Interlocked.Increment(ref done), total, phase));
            });
            return results;
        }
    }

    private static StreamWay WayOf(StreamRun[] runs, double lambda, StreamRows rows)
    {
        var calls = StreamFigure.Of(Array.ConvertAll(runs, run => run.End.CallShare));
        return new(
            runs[0].Rule, StreamFigure.Of(Array.ConvertAll(runs, run => run.End.Accuracy)), calls,
            StreamFigure.Of(Array.ConvertAll(runs, run => run.End.Accuracy - lambda * run.End.CallShare)), rows.CallUsd * (decimal)calls.Mean * rows.Count,
            runs.Average(run => run.Agreement), runs.All(run => run.SeenAgreement is not null) ? runs.Average(run => run.SeenAgreement) : null,
            [.. runs[0].Curve.Select((point, place) => new StreamPoint(
                point.Items, runs.Average(run => run.Curve[place].Accuracy), runs.Average(run => run.Curve[place].CallShare)))]);
    }
}
