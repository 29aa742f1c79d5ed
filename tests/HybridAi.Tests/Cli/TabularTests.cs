namespace HybridAi.Tests.Cli;

public sealed class TabularTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_table_goes_through_every_verb_from_project_to_prediction()
    {
        (await DoAsync("project", "save", Repository.Path("data", "delays.yaml"))).ShouldContain("delays version 1, numbers from 0 to 120 in steps of 1");
        (await DoAsync("ingest", Repository.Path("data", "deliveries.csv"), "-p", "delays")).ShouldContain("900");
        (await DoAsync("project", "show", "-p", "delays")).ShouldContain("length of the round");
        (await DoAsync("dataset", "freeze", "-p", "delays")).ShouldContain("by gold 900");
        (await DoAsync("train", "--tolerance", "5", "-p", "delays")).ShouldContain("Better than its baseline: mean error");
        string[] tiers = ["--tiers", "classical", "person", "--person-usd", "0.5", "--tolerance", "5", "--margin", "0.15", "-p", "delays"];
        (await DoAsync(["route", "search", .. tiers])).ShouldContain("certified");
        (await DoAsync(["route", "build", .. tiers])).ShouldContain("certified");
        (await DoAsync("route", "explain", "--fields", """{"hour":7,"kilometres":3}""", "-p", "delays")).ShouldContain("classical");

        var two = await DoAsync("predict", "--fields", """{"hour":7,"kilometres":3}""", "--fields", """{"hour":17,"kilometres":30,"weather":"snow"}""", "-p", "delays");
        two.Split('\n').Count(line => line.Contains("by classical")).ShouldBe(2);
        (await _cli.AnswerAsync("{\"hour\":7,\"kilometres\":3}\n", "predict", "-", "-p", "delays")).Output.ShouldContain("by classical");
    }

    [Theory]
    [InlineData("""{"hour":"noon"}""", "'hour' holds a finite number")]
    [InlineData("""{"wind":1}""", "There is no column 'wind'")]
    [InlineData("""{"depot":"north"}""", "'hour' is required")]
    [InlineData("""[7]""", "--fields: A row is a JSON object of values by column")]
    [InlineData("""{"hour":NaN}""", "--fields: A row is a JSON object of values by column")]
    public async Task What_is_no_row_ends_with_one_clear_line(string fields, string said)
    {
        _cli.Write("mini.csv", "id,hour,delay\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 12},{i % 12}\n")));
        await DoAsync("project", "save", Repository.Path("data", "delays.yaml"));
        await DoAsync("ingest", "mini.csv", "-p", "delays");
        await DoAsync("dataset", "freeze", "-p", "delays");
        await DoAsync("route", "build", "--tiers", "person", "-p", "delays");

        var refused = await _cli.RunAsync("predict", "--fields", fields, "-p", "delays");

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(said);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
