using System.Text.Json;

namespace HybridAi.Tests.Cli;

/// <summary><c>evaluate routing</c> as a user runs it.</summary>
public sealed class EvaluateRoutingTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_figures_hold_what_was_promised_and_what_was_saved()
    {
        var result = await _cli.RunAsync("evaluate", "routing", "--answers", Answers(400), "--seeds", "2", "--margin", "0.05", "--json", _cli.File("out.json"));

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("kind").GetString().ShouldBe("routing");
        var trial = report.RootElement.GetProperty("seeds")[0];
        foreach (var name in (string[])["seed", "trainRows", "testRows", "reference", "routed", "student", "bestSingle", "randomAtSameShare", "oracle", "certificate", "floorHeld", "mcnemarP"])
            trial.TryGetProperty(name, out _).ShouldBeTrue(name);
        foreach (var name in (string[])["meanCostCut", "meanAccuracyDelta", "certifiedShare", "floorViolations", "routerMicrosP99"])
            report.RootElement.GetProperty("summary").TryGetProperty(name, out _).ShouldBeTrue(name);
        result.Output.ShouldContain("of the reference's cost cut");
    }

    [Theory]
    [InlineData("--margin", "0", "--margin is between")]
    [InlineData("--train-share", "1", "--train-share is between")]
    [InlineData("--seeds", "0", "--seeds is between")]
    [InlineData("--reference", "huge", "no answers of 'huge'")]
    [InlineData("--certify", "somehow", "cross-fitted")]
    public async Task An_option_out_of_range_is_refused(string option, string value, string says)
    {
        var result = await _cli.RunAsync("evaluate", "routing", "--answers", Answers(40), option, value);

        result.ExitCode.ShouldNotBe(0);
        (result.Error + result.Output).ShouldContain(says);
    }

    private string Answers(int rows)
    {
        var random = new Random(1);
        return _cli.Write("answers.jsonl", string.Concat(Enumerable.Range(0, rows).Select(i =>
        {
            var gold = random.Next(2) == 0 ? "bill" : "login";
            var other = gold == "bill" ? "login" : "bill";
            return JsonSerializer.Serialize(new
            {
                id = $"r{i}", text = gold == "bill" ? $"the invoice {i}" : $"my password {i}", gold,
                answers = new { small = new { label = random.NextDouble() < 0.9 ? gold : other, costUsd = 0.001 }, large = new { label = random.NextDouble() < 0.95 ? gold : other, costUsd = 0.02 } },
            }) + "\n";
        })));
    }
}
