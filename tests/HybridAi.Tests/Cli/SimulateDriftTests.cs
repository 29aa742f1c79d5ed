using System.Text.Json;

namespace HybridAi.Tests.Cli;

/// <summary><c>simulate drift</c> as a user runs it.</summary>
public sealed class SimulateDriftTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_day_of_tickets_that_drifts_is_played_and_told()
    {
        var result = await _cli.RunAsync(
            "simulate", "drift", "--data", Repository.Path("data", "tickets.jsonl"), "--label", "intent", "--days", "1", "--hours", "4", "--drift-at", "2", "--drift-share", "0.4",
            "--json", _cli.File("out.json"));

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("days on which the drift was found");
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("kind").GetString().ShouldBe("drift");
        report.RootElement.GetProperty("found").GetInt32().ShouldBe(1);
        report.RootElement.GetProperty("days")[0].GetProperty("hours").GetArrayLength().ShouldBe(4);
        report.RootElement.GetProperty("newLabels").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_out_of_range_is_refused_in_one_line()
    {
        var result = await _cli.RunAsync("simulate", "drift", "--data", Repository.Path("data", "tickets.jsonl"), "--label", "intent", "--drift-share", "1.5");

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain("--drift-share");
    }
}
