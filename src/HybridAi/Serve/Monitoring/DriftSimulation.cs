using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Training;
using HybridAi.Learning.Drift;

namespace HybridAi.Serve.Monitoring;

/// <summary>
/// Plays days of traffic in fast time: some labels are held back from training, and from a known hour on a share of the texts is of those. Each hour is looked at as
/// the service looks at a window of its own, with its thresholds.
/// </summary>
/// <remarks>
/// Held-out texts are parted anew each day: one half is the reference, the other the traffic, so that before the drift both are drawn alike and every alarm is a
/// false one. A text may come in several hours of a day, and once in an hour.
/// </remarks>
public sealed class DriftSimulation(ITrainer trainer, TimeProvider clock)
{
    private const int LabelsAHeldBack = 6;
    private const int MostTexts = 5_000;

    /// <summary>Plays the days.</summary>
    /// <param name="rows">Labelled texts.</param>
    /// <param name="settings">What is played.</param>
    /// <param name="progress">Told after every hour.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>What was found, or what is wrong with settings or rows.</returns>
    public async Task<Outcome<DriftSimulationReport>> RunAsync(
        IReadOnlyList<LabelledText> rows, DriftSimulationSettings settings, IProgress<DriftSimulationStep>? progress, CancellationToken cancellation)
    {
        if (settings.Check() is { } wrong) return wrong;
        var started = clock.GetTimestamp();
        if (!Cast.Of(rows, settings.Seed).Succeeded(out var cast, out var fault)) return fault;
        var trained = await trainer.TrainAsync(cast.Training, new(settings.Seed), null, cancellation);
        if (!trained.Succeeded(out var model, out fault)) return fault;
        var days = await Task.Run(() => Days(model.Model, cast, settings, progress, cancellation), cancellation);
        var (delays, before) = (days.Select(day => day.FoundAfterHours).ToList(), Math.Min(settings.DriftAt, settings.Hours));
        var drifts = settings.DriftAt < settings.Hours;
        var sorted = delays.Select(delay => delay ?? settings.Hours).Order().ToList();
        return new DriftSimulationReport(
            "drift", settings.Seed, clock.GetElapsedTime(started).TotalSeconds, settings, cast.Training.Rows.Count, cast.HeldOut.Count / 2, cast.NewLabels,
            DriftSettings.Over(settings.Hours, settings.AlarmRate).Level, delays.Count(delay => delay is not null),
            drifts ? (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0 : null, drifts && delays.All(delay => delay is not null) ? delays.Max() : null,
            before * settings.Days, days.Sum(day => day.FalseAlarms), days.Count(day => day.FalseAlarms > 0), days);
    }

    private static List<SimulatedDay> Days(
        IModel model, Cast cast, DriftSimulationSettings settings, IProgress<DriftSimulationStep>? progress, CancellationToken cancellation)
    {
        var random = new Random(settings.Seed);
        var days = new List<SimulatedDay>();
        for (var day = 0; day < settings.Days; day++)
        {
            string[] held = [.. cast.HeldOut];
            random.Shuffle(held);
            var watched = new WatchedModel(model, DriftReference.Of(model, held[..(held.Length / 2)]));
            var (traffic, strange) = (held[(held.Length / 2)..], cast.New.ToArray());
            var (hours, newest) = (new List<SimulatedHour>(), new Queue<List<ServedText>>());
            for (var hour = 0; hour < settings.Hours; hour++)
            {
                var level = DriftSettings.Over(settings.Hours, settings.AlarmRate, random.Next());
                var window = Hour(traffic, strange, hour >= settings.DriftAt ? settings.DriftShare : 0, settings.TextsAnHour, random)
                    .Select(text => new ServedText("simulation", "", "", text, null, null, DateTimeOffset.UnixEpoch.AddHours(hour))).ToList();
                newest.Enqueue(window);
                if (newest.Count > settings.Trailing) newest.Dequeue();
                var verdict = WindowCheck.Run(
                    watched, WindowCheck.Of(window, MostTexts, level.Seed), WindowCheck.Of(newest.SelectMany(one => one), MostTexts, level.Seed), level, cancellation).Drift;
                hours.Add(new(hour, window.Count, verdict.PValue, verdict.Alarm, verdict.Findings[0].Column));
                progress?.Report(new(day * settings.Hours + hour + 1, settings.Days * settings.Hours));
            }

            var found = hours.FirstOrDefault(hour => hour.Alarm && hour.Hour >= settings.DriftAt);
            days.Add(new(found is null ? null : found.Hour + 1 - settings.DriftAt, hours.Count(hour => hour.Alarm && hour.Hour < settings.DriftAt), hours));
        }

        return days;
    }

    private static IEnumerable<string> Hour(string[] traffic, string[] strange, double share, int count, Random random)
    {
        random.Shuffle(traffic);
        random.Shuffle(strange);
        var texts = Math.Min(count, traffic.Length);
        var drifted = Math.Min(strange.Length, (int)Math.Round(share * texts));
        return traffic.Take(texts - drifted).Concat(strange.Take(drifted));
    }

    /// <summary>Who plays what: rows to learn from, texts of the known labels that are held out, and texts of labels that are held back.</summary>
    private sealed record Cast(Dataset Training, IReadOnlyList<string> HeldOut, IReadOnlyList<string> New, IReadOnlyList<string> NewLabels)
    {
        public static Outcome<Cast> Of(IReadOnlyList<LabelledText> rows, int seed)
        {
            LabelledText[] all = [.. rows.DistinctBy(row => row.Text, StringComparer.Ordinal)];
            string[] labels = [.. all.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
            var random = new Random(seed);
            random.Shuffle(all);
            random.Shuffle(labels);
            var back = labels[..(int)Math.Ceiling((double)labels.Length / LabelsAHeldBack)].ToHashSet(StringComparer.Ordinal);
            LabelledText[] known = [.. all.Where(row => !back.Contains(row.Label))];
            var third = known.Length / 3;
            if (labels.Length - back.Count < 2 || third < DriftReference.Least)
            {
                return Fault.BadInput(
                    "rows-too-few", $"The file has {known.Length} different texts of {labels.Length - back.Count} labels that can be learned; it takes {3 * DriftReference.Least} of 2.");
            }

            string[] learned = [.. labels.Where(label => !back.Contains(label)).Order(StringComparer.Ordinal)];
            var training = known[..third].Select((row, place) => new DatasetRow($"row-{place}", row.Text, row.Label, Split.Train, LabelSource.Gold, "file", 1, false)).ToList();
            var manifest = new DatasetManifest(
                "simulation", "simulation", 1, learned, new Dictionary<Split, int> { [Split.Train] = training.Count },
                new Dictionary<LabelSource, int> { [LabelSource.Gold] = training.Count }, 1, DateTimeOffset.UnixEpoch);
            return new Cast(
                new(manifest, training), [.. known[third..].Select(row => row.Text)], [.. all.Where(row => back.Contains(row.Label)).Select(row => row.Text)],
                [.. back.Order(StringComparer.Ordinal)]);
        }
    }
}
