namespace HybridAi.Tests.Cli;

public sealed class PromptsTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Prompts_are_listed_rendered_and_compared()
    {
        _cli.Write("project.yaml", "name: mail\nkind: text-classification\ntext: text\nlabels: {bill: invoices, login: signing in}\n");
        _cli.Write("mail.csv", "id,text\nm1,the invoice is wrong\n");
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");

        (await DoAsync("prompts", "list")).ShouldMatch(@"label_text\s+1\s+[0-9a-f]{12}\s+project, \[guideline\], labels, marker, text");
        var record = await DoAsync("prompts", "render", "label_text", "-p", "mail", "--record", "m1");
        record.ShouldContain("- bill: invoices");
        record.ShouldMatch("(?s)--- user\n(=== [0-9a-f]{16} ===)\nthe invoice is wrong\n\\1\n--- settings");
        record.ShouldContain("\"enum\": [");
        (await DoAsync("prompts", "render", "label_text", "-p", "mail", "--text", "hello")).ShouldContain("\nhello\n");
        (await DoAsync("prompts", "render", "repair_answer", "--var", "fault=too short", "--var", """schema={"a":[1,null]}""")).ShouldContain("too short");

        var shipped = Repository.Path("prompts", "label-text.yaml");
        (await DoAsync("prompts", "diff", "label_text", shipped)).ShouldContain("are the same");
        _cli.Write("other.yaml", (await File.ReadAllTextAsync(shipped, TestContext.Current.CancellationToken)).Replace("temperature: 0", "temperature: 1"));
        var diff = (await DoAsync("prompts", "diff", "label_text", "other.yaml")).Split('\n');
        diff.ShouldContain("-    temperature: 0");
        diff.ShouldContain("+    temperature: 1");
        diff.Length.ShouldBeLessThan(15);
    }

    [Theory]
    [InlineData("There is no prompt 'nobody'. Known: check_model, extract_fields, label_text, label_text_many, repair_answer, score_text.", "render", "nobody")]
    [InlineData("needs the value 'fault'", "render", "repair_answer")]
    [InlineData("takes no value 'mood'", "render", "repair_answer", "--var", "fault=x", "--var", "schema=y", "--var", "mood=z")]
    [InlineData("is not NAME=VALUE", "render", "repair_answer", "--var", "fault")]
    [InlineData("looks like JSON and is none", "render", "repair_answer", "--var", "fault={")]
    [InlineData("There is no such file either", "diff", "label_text", "nowhere.yaml")]
    public async Task What_can_not_be_shown_is_refused_with_the_reason(string says, params string[] arguments)
    {
        var result = await _cli.RunAsync(["prompts", .. arguments]);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Refusal.ShouldContain(says);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
