namespace HybridAi.Tests.Cli;

public sealed class DocumentsTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Folders_become_documents_that_are_found_shown_and_removed()
    {
        Directory.CreateDirectory(_cli.File("docs/below"));
        _cli.Write("docs/parcels.md", "# Parcels\n\nA parcel weighs at most thirty kilograms.");
        _cli.Write("docs/below/labels.txt", "Print the label before the courier arrives.");

        (await DoAsync("documents", "add", "docs")).ShouldMatch(@"added\s+2");
        (await DoAsync("documents", "add", "docs/**/*.md")).ShouldMatch(@"already there\s+1");
        (await DoAsync("documents", "list")).ShouldMatch(@"labels\.txt\s+Ready");
        (await DoAsync("documents", "search", "how heavy may a parcel be?")).ShouldContain("thirty kilograms");
        (await DoAsync("documents", "status", "docs/parcels.md")).ShouldContain("markdown");
        (await DoAsync("documents", "remove", "docs/parcels.md")).ShouldContain("Removed: parcels.md");
        (await DoAsync("documents", "search", "parcel")).ShouldNotContain("thirty");
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_the_rest_is_taken_in()
    {
        _cli.Write("good.md", "A text.");
        _cli.Write("empty.md", "");

        var ended = await _cli.RunAsync("documents", "add", "good.md", "empty.md");

        ended.ExitCode.ShouldBe(2);
        ended.Output.ShouldMatch(@"added\s+1");
        ended.Refusal.ShouldEndWith("empty.md: The file is empty.");
        (await _cli.RunAsync("documents", "add", "nowhere")).Refusal.ShouldBe("hybridai: nowhere: There is no such file or folder.");
        (await _cli.RunAsync("documents", "status", "nowhere")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task An_order_is_learnt_from_known_questions_or_it_is_said_why_not()
    {
        _cli.Write("parcels.md", "# Parcels\n\nA parcel weighs at most thirty kilograms.");
        await DoAsync("documents", "add", "parcels.md");
        var questions = _cli.Write("questions.jsonl", """{"question": "How heavy may a parcel be?", "evidence": ["at most thirty kilograms"]}""");

        (await _cli.RunAsync("documents", "learn-ranking", "--questions", questions)).Refusal.ShouldContain("0 of 1 searches found a passage that is judged to be good; at least 20");
        (await _cli.RunAsync("documents", "learn-ranking")).Refusal.ShouldContain("--questions FILE, --feedback, or both");
        (await _cli.RunAsync("documents", "learn-ranking", "--questions", questions, "--teacher", "llm:nobody")).ExitCode.ShouldBe(2);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var ended = await _cli.RunAsync(arguments);
        ended.ExitCode.ShouldBe(0, ended.Error);
        return ended.Output;
    }
}
