using System.Text.Json;

namespace HybridAi.Tests.Cli;

/// <summary><c>evaluate label-errors</c> and <c>evaluate labelling</c> as a user runs them.</summary>
public sealed class EvaluateLabelsTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_wrong_label_is_found_with_its_line()
    {
        var rows = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? $"invoice payment refund {i},bill,bill" : $"password login reset {i},{(i == 31 ? "bill" : "login")},login");
        var file = _cli.Write("labels.csv", $"text,label,truth\n{string.Join('\n', rows)}\n");

        var result = await _cli.RunAsync("evaluate", "label-errors", "--data", file, "--truth", "truth", "--json", _cli.File("out.json"));

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("foundAt").GetProperty("0.05").GetDouble().ShouldBe(1);
        report.RootElement.GetProperty("accuracyAfterReviewAt").GetProperty("0.05").GetDouble().ShouldBe(1);
    }

    [Theory]
    [InlineData("text,label\na,x\nb,\n", "broken.csv:3, column 'label'", "missing label")]
    [InlineData("text,label\na,x\nb,x\n", "all the same", "one label only")]
    [InlineData("words,label\na,x\n", "no column 'text'", "missing column")]
    public async Task A_file_that_can_not_be_judged_is_refused_with_the_place(string content, string says, string what)
    {
        var result = await _cli.RunAsync("evaluate", "label-errors", "--data", _cli.Write("broken.csv", content));

        result.ExitCode.ShouldBe(2, what);
        result.Refusal.ShouldContain(says, Case.Insensitive, what);
    }

    [Fact]
    public async Task A_model_that_the_answers_do_not_hold_is_refused_with_those_they_hold()
    {
        var file = _cli.Write("answers.jsonl", """{"id":"1","text":"a","gold":"x","answers":{"small":{"label":"x"}}}""" + "\n");

        var result = await _cli.RunAsync("evaluate", "labelling", "--data", file, "--labeller", "large");

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain("no answers of 'large'. It has: small");
    }
}
