using System.Text.Json;

namespace HybridAi.Tests.Cli;

public sealed class ExchangeTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Export_writes_every_record_with_where_its_label_comes_from()
    {
        _cli.Write("mail.csv", "id,text\nm0,the invoice is wrong\nm1,the password is wrong\n");
        await ProjectAsync();
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");
        await DoAsync("review", "correct", "m0", "bill", "-p", "mail", "--as", "ann");

        (await DoAsync("export", "-p", "mail", "--format", "jsonl", "--out", "out.jsonl")).ShouldContain("Written: out.jsonl");

        var rows = File.ReadLines(_cli.File("out.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("id").GetString()!);
        rows.Keys.ShouldBe(["m0", "m1"], ignoreOrder: true);
        rows["m0"].GetProperty("annotations")[0].ShouldSatisfyAllConditions(
            one => one.GetProperty("annotator").GetString().ShouldBe("ann"), one => one.GetProperty("label").GetString().ShouldBe("bill"));
        (await _cli.RunAsync("export", "-p", "mail", "--format", "xml", "--out", "out.xml")).Refusal.ShouldContain("xml");
        File.Exists(_cli.File("out.xml")).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_takes_what_is_good_and_says_what_is_not()
    {
        _cli.Write("in.jsonl",
            """
            {"id":"a","text":"the invoice is wrong","label":"bill","annotator":"ann"}
            {"id":"b","text":"the password is wrong","label":"nonsense","annotator":"ann"}

            """);
        await ProjectAsync();

        var said = await DoAsync("import", "in.jsonl", "-p", "mail", "--format", "jsonl");

        said.ShouldMatch(@"accepted\W+1\b");
        said.ShouldContain("1 label-unknown 1");
        said.ShouldContain("1 by people");
        (await DoAsync("import", "in.jsonl", "-p", "mail", "--format", "jsonl")).ShouldMatch(@"already there\W+1\b");
    }

    private Task<string> ProjectAsync()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        return DoAsync("project", "save", "project.yaml");
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
