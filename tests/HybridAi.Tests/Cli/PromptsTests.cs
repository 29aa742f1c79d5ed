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
        diff.ShouldContain("setting temperature: 0 → 1");
        diff.Length.ShouldBeLessThan(15);
    }

    [Fact]
    public async Task Two_versions_differ_in_what_they_take_and_ask_for_and_two_folders_prompt_by_prompt()
    {
        var shipped = await File.ReadAllTextAsync(Repository.Path("prompts", "check-model.yaml"), TestContext.Current.CancellationToken);
        foreach (var folder in new[] { "old", "new" }) Directory.CreateDirectory(Path.Combine(_cli.Folder, folder));
        _cli.Write("old/same-prompt.yaml", Prompt("same_prompt", "1"));
        _cli.Write("new/same-prompt.yaml", Prompt("same_prompt", "1"));
        _cli.Write("old/gone-prompt.yaml", Prompt("gone_prompt", "1"));
        _cli.Write("new/come-prompt.yaml", shipped.Replace("check_model", "come_prompt"));
        _cli.Write("old/ask.yaml", Prompt("ask", "1"));
        _cli.Write("new/ask.yaml", Prompt("ask", "2", variable: "tone", temperature: 0.5, most: 3, words: "Say it kindly."));

        var diff = (await DoAsync("prompts", "diff", "old", "new")).Split('\n').Select(line => line.TrimEnd()).ToArray();

        foreach (var line in new[]
        {
            "same_prompt: the same", "gone_prompt: only in old", "come_prompt: only in new", "version: 1 → 2", "variable tone: none → required",
            "variable mood: required → none", "setting temperature: 0 → 0.5", "schema properties.answer.maxLength: 2 → 3", "-  Say it.", "+  Say it kindly.",
        }) diff.ShouldContain(line);
        (await DoAsync("prompts", "diff", "old/ask.yaml", "new/ask.yaml")).ShouldContain("variable tone: none → required");
    }

    private static string Prompt(string name, string version, string variable = "mood", double temperature = 0, int most = 2, string words = "Say it.") =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$$"""
        # version: {{{version}}}
        name: {{{name}}}
        description: For a test.
        template_format: handlebars
        template: |
          <message role="user">
          {{{words}}}
          {{{{{variable}}}}}
          </message>
        input_variables:
          - name: {{{variable}}}
            description: A value.
        output_variable:
          description: What it asks for.
          json_schema: '{"type": "object", "properties": {"answer": {"type": "string", "maxLength": {{{most}}} } } }'
        execution_settings:
          default:
            temperature: {{{temperature}}}
            max_tokens: 10
        """);

    [Theory]
    [InlineData("There is no prompt 'nobody'. Known: answer_question, answer_rewrite, check_model, estimate_row, extract_fields, label_batch, label_row, label_text, label_text_many, label_text_shortlist, rank_passages, repair_answer, score_text.", "render", "nobody")]
    [InlineData("needs the value 'fault'", "render", "repair_answer")]
    [InlineData("takes no value 'mood'", "render", "repair_answer", "--var", "fault=x", "--var", "schema=y", "--var", "mood=z")]
    [InlineData("is not NAME=VALUE", "render", "repair_answer", "--var", "fault")]
    [InlineData("looks like JSON and is none", "render", "repair_answer", "--var", "fault={")]
    [InlineData("There is no such file either", "diff", "label_text", "nowhere.yaml")]
    [InlineData("A folder is compared with a folder: 'label_text' is none.", "diff", "label_text", ".")]
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
