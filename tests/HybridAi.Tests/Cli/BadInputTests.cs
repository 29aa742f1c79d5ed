using System.Text;

namespace HybridAi.Tests.Cli;

/// <summary>What can't be used ends with exit code 2 and one line that says where and why.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("text;label\na;b\n", "column", "wrong delimiter", "--delimiter", ",")]
    [InlineData("words,label\na,b\n", "text", "missing column")]
    [InlineData("text,label\n", "header", "header only")]
    [InlineData("", "empty", "empty file")]
    [InlineData("text,label\n\"a,b\nc,d\n", "broken.csv:2", "broken quotes")]
    [InlineData("text,label\na\0b,x\n", "broken.csv:2", "NUL byte")]
    [InlineData("text,label\na,x\nb,x\n", "at least two labels", "one class only")]
    public async Task A_file_that_can_not_be_evaluated_is_refused_with_the_place(string content, string says, string what, params string[] more)
    {
        var file = _cli.Write("broken.csv", content);

        var result = await _cli.RunAsync(["evaluate", "text", "--train", file, "--test", file, "--json", _cli.File("out.json"), .. more]);

        result.ExitCode.ShouldBe(2, $"{what}: {result.Output}{result.Error}");
        result.Refusal.ShouldStartWith("hybridai: ");
        result.Refusal.ShouldContain(says, Case.Insensitive, what);
        File.Exists(_cli.File("out.json")).ShouldBeFalse(what);
    }

    [Fact]
    public async Task Invalid_utf8_is_refused_with_its_line()
    {
        var file = _cli.File("bytes.csv");
        await File.WriteAllBytesAsync(
            file, [.. "text,label\ncafé,x\nca"u8, 0xff, 0xfe, .. ",y\n"u8], TestContext.Current.CancellationToken);

        var result = await _cli.RunAsync("evaluate", "text", "--train", file, "--test", file);

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain($"{file}:3");
    }

    [Fact]
    public async Task A_line_of_50_megabytes_is_refused_with_its_line()
    {
        var file = _cli.File("long.csv");
        await File.WriteAllTextAsync(file, $"text,label\nfine,x\n{new string('a', 50_000_000)},y\nfine,y\n", TestContext.Current.CancellationToken);

        var result = await _cli.RunAsync("evaluate", "text", "--train", file, "--test", file);

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain($"{file}:3");
    }

    [Theory]
    [InlineData("no-such-file.csv")]
    [InlineData(".")]
    public async Task A_file_that_is_none_is_refused(string file)
    {
        var result = await _cli.RunAsync("evaluate", "text", "--train", file, "--test", file);

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldStartWith($"hybridai: {file}: ");
    }

    [Fact]
    public async Task A_label_that_was_never_trained_is_refused()
    {
        var train = _cli.Write("train.csv", "text,label\na b,x\nc d,y\n");
        var test = _cli.Write("test.csv", "text,label\na b,z\n");

        var result = await _cli.RunAsync("evaluate", "text", "--train", train, "--test", test);

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain("'z'");
    }

    [Fact]
    public async Task Rows_with_a_taken_id_or_an_unknown_label_stand_in_the_reject_file_and_the_rest_is_kept()
    {
        _cli.Write("project.yaml", "name: mail\nkind: text-classification\ntext: text\nlabel: label\nid: id\nlabels: {bill: invoices, login: signing in}\n");
        _cli.Write("mail.csv", "id,text,label\n1,one,bill\n1,two,bill\n2,three,nonsense\n3,four,login\n");
        (await _cli.RunAsync("project", "save", "project.yaml")).ExitCode.ShouldBe(0);

        var result = await _cli.RunAsync("ingest", "mail.csv", "-p", "mail");

        result.ExitCode.ShouldBe(0, result.Error);
        var rejects = await File.ReadAllLinesAsync(
            Directory.GetFiles(Path.Combine(_cli.DataDirectory, "rejects")).Single(), Encoding.UTF8, TestContext.Current.CancellationToken);
        rejects.Length.ShouldBe(2);
        rejects[0].ShouldContain("id-taken");
        rejects[1].ShouldContain("label-unknown");
    }

    [Theory]
    [InlineData("There is no project 'nobody'", "report", "-p", "nobody")]
    [InlineData("no-such.yaml", "project", "save", "no-such.yaml")]
    [InlineData("settings", "project", "list", "--settings", "wrong.json")]
    public async Task Names_and_settings_that_are_wrong_are_refused(string says, params string[] arguments)
    {
        _cli.Write("wrong.json", """{"HybridAi": {"Ingestion": {"MaxRowBytes": 1}, "Llm": {"Models": {"large": {"Provider": "nobody"}}}}}""");

        var result = await _cli.RunAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Refusal.ShouldContain(says);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        _cli.Write("wrong.json", """{"HybridAi": {"Ingestion": {"MaxRowBytes": 1}, "Prediction": {"MaxTexts": 0}}}""");

        var result = await _cli.RunAsync("project", "list", "--settings", "wrong.json");

        result.Refusal.ShouldContain("MaxRowBytes");
        result.Refusal.ShouldContain("MaxTexts");
    }
}
