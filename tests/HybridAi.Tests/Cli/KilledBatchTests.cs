using System.Text;

namespace HybridAi.Tests.Cli;

/// <summary>A batch whose process is killed again and again: no row is lost and none stands in the output twice.</summary>
public sealed class KilledBatchTests : IAsyncLifetime
{
    private const int Rows = 400_000;
    private const int Kills = 3;

    private readonly CliProcess _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var known = new StringBuilder("text,label\n");
        for (var i = 0; i < 100; i++) known.Append(i % 2 == 0 ? $"please explain the invoice {i},bill\n" : $"I forgot the password of account {i},login\n");
        var asked = new StringBuilder("id,text\n");
        for (var i = 0; i < Rows; i++) asked.Append(i % 3 == 0 ? $"{i},\"the invoice, number {i}, is wrong\"\n" : $"{i},the password {i} is lost\n");
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("known.csv", known.ToString());
        _cli.Write("asked.csv", asked.ToString());
        foreach (var verb in (string[])["project save project.yaml", "ingest known.csv -p mail", "dataset freeze -p mail", "route build --tiers lexical -p mail"])
            (await _cli.RunAsync(verb.Split(' '))).ExitCode.ShouldBe(0, verb);
    }

    public ValueTask DisposeAsync()
    {
        _cli.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_output_is_that_of_a_run_that_nobody_killed()
    {
        (await _cli.RunAsync("batch", "asked.csv", "whole.csv", "-p", "mail")).ExitCode.ShouldBe(0);
        var (written, killed) = (0L, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = _cli.Start("batch", "asked.csv", "resumed.csv", "-p", "mail");
            written = await WaitForMoreThanAsync(written, process);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            if (!File.Exists(_cli.File("resumed.csv"))) killed++;
        }

        (await _cli.RunAsync("batch", "asked.csv", "resumed.csv", "-p", "mail")).ExitCode.ShouldBe(0);

        killed.ShouldBe(Kills, "each was killed in the middle");
        var resumed = await File.ReadAllTextAsync(_cli.File("resumed.csv"), Cancellation);
        (resumed == await File.ReadAllTextAsync(_cli.File("whole.csv"), Cancellation)).ShouldBeTrue();
        resumed.Count(unit => unit == '\n').ShouldBe(Rows + 1);
    }

    // Bytes of rows that count, once there are more of them than before.
    private async Task<long> WaitForMoreThanAsync(long before, System.Diagnostics.Process process)
    {
        var part = new FileInfo(_cli.File("resumed.csv.part"));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await timer.WaitForNextTickAsync(Cancellation))
        {
            part.Refresh();
            if (part.Exists && part.Length > before) return part.Length;
            process.HasExited.ShouldBeFalse("it ended before it was killed");
        }

        return before;
    }
}
