using System.Globalization;
using System.Text.Json;

namespace HybridAi.Tests.Cli;

/// <summary><c>simulate stream</c> as a user runs it.</summary>
public sealed class SimulateStreamTests : IDisposable
{
    private const string Shots = "text,label\ninvoice payment,bill\npassword reset,login\n";

    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Figures_and_the_drawing_are_written()
    {
        var lines = Enumerable.Range(0, 80).Select(i => (Text: i % 2 == 0 ? $"invoice refund {i}" : $"login reset {i}", Gold: i % 2 == 0 ? "bill" : "login"))
            .Select(row => $$"""{"text": "{{row.Text}}", "gold": "{{row.Gold}}", "answers": {"large": {"label": "{{row.Gold}}", "costUsd": 0.01} } }""");

        var result = await RunAsync(string.Join('\n', lines), "large", "--seeds", "2", "--lambda", "0.1", "0.3", "--json", _cli.File("out.json"), "--svg", _cli.File("out.svg"));

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("kind").GetString().ShouldBe("stream");
        var always = report.RootElement.GetProperty("prices")[1].GetProperty("ways")[1];
        always.GetProperty("discounted").GetProperty("mean").GetDouble().ShouldBe(0.7, 1e-9);
        always.GetProperty("curve").EnumerateArray().Last().GetProperty("items").GetInt32().ShouldBe(80);
        (await File.ReadAllTextAsync(_cli.File("out.svg"), TestContext.Current.CancellationToken)).ShouldStartWith("<svg");
    }

    [Theory]
    [InlineData("", "empty", "empty file")]
    [InlineData("""{"text":"a","answers":{"large":{"label":"bill"}}}""", "no column 'gold'", "no gold")]
    [InlineData("""{"text":"a","gold":"bill","answers":{"small":{"label":"bill"}}}""", "no answers of 'large'. It has: small", "no such model")]
    public async Task A_file_that_is_no_stream_is_refused_with_the_place(string content, string says, string what)
    {
        var result = await RunAsync(content, "large");

        result.ExitCode.ShouldBe(2, $"{what}: {result.Output}{result.Error}");
        result.Refusal.ShouldContain(says, Case.Insensitive, what);
        result.Refusal.ShouldContain("answers.jsonl", Case.Sensitive, what);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    public async Task A_price_that_is_none_is_refused(double lambda)
    {
        var result = await RunAsync("", "large", "--lambda", lambda.ToString(CultureInfo.InvariantCulture));

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain("--lambda is above 0 and below 1");
    }

    private Task<CliResult> RunAsync(string answers, string teacher, params string[] more) => _cli.RunAsync(
        ["simulate", "stream", "--answers", _cli.Write("answers.jsonl", answers), "--teacher", teacher, "--shots", _cli.Write("shots.csv", Shots), .. more]);
}
