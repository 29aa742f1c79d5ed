using System.Globalization;
using Spectre.Console;

namespace HybridAi.Cli.Terminal;

/// <summary>How far some work is.</summary>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items to do; null where that is not known beforehand.</param>
/// <param name="CostUsd">Cost so far; null where the work costs nothing.</param>
/// <param name="Phase">What is being done, where items are not what is counted.</param>
internal sealed record Step(long Done, long? Total, decimal? CostUsd = null, string? Phase = null);

/// <summary>Shows long work on standard error: a live bar on a terminal, otherwise a line now and then.</summary>
internal static class Progress
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private static readonly IAnsiConsole Terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static async Task<T> ShowAsync<T>(string title, Func<IProgress<Step>, Task<T>> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (Console.IsErrorRedirected) return await PlainAsync(title, started, work);
        return await Terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new RemainingTimeColumn())
            .StartAsync(async display =>
            {
                var task = display.AddTask(Markup.Escape(title.PadRight(10)));
                task.IsIndeterminate = true;
                var result = await work(new Reporter(step =>
                {
                    task.Description = Markup.Escape(Line(title.PadRight(10), step, started));
                    if (step.Total is not { } total) return;
                    task.IsIndeterminate = false;
                    task.MaxValue = Math.Max(total, 1);
                    task.Value = total == 0 ? 1 : step.Done;
                }));
                task.IsIndeterminate = false;
                task.Value = task.MaxValue;
                return result;
            });
    }

    private static async Task<T> PlainAsync<T>(string title, long started, Func<IProgress<Step>, Task<T>> work)
    {
        Step? last = null;
        var shown = started;
        var result = await work(new Reporter(step =>
        {
            last = step;
            if (TimeProvider.System.GetElapsedTime(shown) < LineEvery) return;
            shown = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine(Line(title, step, started));
        }));
        if (last is not null) Console.Error.WriteLine(Line(title, last, started));
        return result;
    }

    private static string Line(string title, Step step, long started)
    {
        if (step.Phase is { } phase) return $"{title} {phase}";
        var rate = step.Done / Math.Max(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1e-3);
        var total = step.Total is { } known ? string.Create(CultureInfo.InvariantCulture, $"/{known:N0}") : "";
        var cost = step.CostUsd is { } usd ? string.Create(CultureInfo.InvariantCulture, $"  ${usd:0.0000}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{title} {step.Done:N0}{total}  {rate:N0}/s{cost}");
    }

    // Unlike System.Progress it reports on the caller's thread, so the last step is shown before the work's result.
    private sealed class Reporter(Action<Step> show) : IProgress<Step>
    {
        private readonly Lock _gate = new();

        public void Report(Step value)
        {
            lock (_gate) show(value);
        }
    }
}

/// <summary>Lets a stage report its own kind of progress to the display.</summary>
/// <typeparam name="T">The stage's progress.</typeparam>
internal sealed class StageProgress<T>(IProgress<Step> display, Func<T, Step> translate) : IProgress<T>
{
    public void Report(T value) => display.Report(translate(value));
}
