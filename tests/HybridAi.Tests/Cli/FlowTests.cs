using System.Text;

namespace HybridAi.Tests.Cli;

public sealed class FlowTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_file_goes_through_every_verb_from_project_to_report()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", Mail(400));

        (await DoAsync("project", "save", "project.yaml")).ShouldContain("mail version 1, 2 labels");
        (await DoAsync("ingest", "mail.csv", "-p", "mail")).ShouldContain("400");
        (await DoAsync("label", "--labeller", "lexical", "-p", "mail")).ShouldContain("labelled");
        (await DoAsync("dataset", "freeze", "-p", "mail")).ShouldContain("by gold 400");
        (await DoAsync("train", "-p", "mail")).ShouldContain("On the reviewed test rows");
        (await DoAsync("models", "list", "-p", "mail")).ShouldContain("candidate");
        (await DoAsync("route", "build", "--tiers", "lexical", "-p", "mail")).ShouldContain("lexical");
        (await DoAsync("predict", "the password for my account does not work", "-p", "mail")).ShouldContain("login");
        (await DoAsync("report", "-p", "mail")).ShouldContain("1 predictions");
    }

    [Fact]
    public async Task The_review_desk_takes_answers_line_by_line()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"m{i},the invoice number {i} is wrong\n")));
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");
        await DoAsync("label", "--labeller", "lexical", "-p", "mail");
        await DoAsync("review", "settings", "-p", "mail", "--blind-share", "0");

        var desk = await _cli.AnswerAsync("\nnonsense\nlogin\ns\n2\nq\n", "review", "desk", "-p", "mail", "--as", "ann");

        desk.ExitCode.ShouldBe(0, desk.Error);
        desk.Output.ShouldContain("'nonsense' is not a label of 'mail'. Known: bill, login.");
        (await DoAsync("review", "undo", "-p", "mail", "--as", "ann")).ShouldContain("Correct login taken back");
        (await DoAsync("review", "undo", "-p", "mail", "--as", "ann")).ShouldContain("Skip");
        (await DoAsync("review", "undo", "-p", "mail", "--as", "ann")).ShouldContain("Correct login");
        (await DoAsync("review", "undo", "-p", "mail", "--as", "ann")).ShouldContain("Accept bill");
        (await DoAsync("review", "next", "-p", "mail", "--as", "ann", "--blind")).ShouldContain("suggestion hidden");
    }

    [Fact]
    public async Task A_team_disagrees_decides_and_sees_how_far_it_is()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", "id,text\nm0,the invoice number 7 is wrong\n");
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");
        (await DoAsync("review", "settings", "-p", "mail", "--overlap", "2")).ShouldContain("\"overlap\": 2");
        await DoAsync("review", "correct", "m0", "bill", "-p", "mail", "--as", "ann", "--comment", "a number");
        await DoAsync("review", "correct", "m0", "login", "-p", "mail", "--as", "bob");

        (await DoAsync("review", "disputes", "-p", "mail")).ShouldContain("ann: bill (a number), bob: login");
        (await DoAsync("review", "adjudicate", "m0", "bill", "-p", "mail", "--as", "rev", "--reason", "guideline-gap")).ShouldContain("decided bill");
        (await DoAsync("review", "disputes", "-p", "mail")).ShouldContain("0 in dispute");
        (await DoAsync("review", "progress", "-p", "mail")).ShouldContain("How often suggestions are wrong is not known yet");
        (await DoAsync("review", "annotators", "-p", "mail")).ShouldContain("bob");
        (await _cli.RunAsync("review", "requeue", "-p", "mail", "--before", "2")).Refusal.ShouldContain("has one version only");
    }

    [Fact]
    public async Task Doubts_are_estimated_audited_and_accepted_at_the_terminal()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"m{i},{(i % 2 == 0 ? "the invoice is wrong" : "the password is wrong")} {i}\n")));
        await DoAsync("project", "save", "project.yaml");
        await DoAsync("ingest", "mail.csv", "--id", "id", "-p", "mail");
        (await _cli.RunAsync("review", "doubt", "-p", "mail")).Refusal.ShouldContain("nothing to doubt");
        await DoAsync("label", "--labeller", "lexical", "-p", "mail");

        (await DoAsync("review", "doubt", "-p", "mail", "--top", "1")).ShouldContain("lexical: 40 labels");
        (await DoAsync("review", "reliability", "-p", "mail")).ShouldContain("100 more labels judged blind");
        (await _cli.RunAsync("review", "auto-accept", "-p", "mail")).Refusal.ShouldContain("no rule");
        var set = await DoAsync("review", "auto-accept", "-p", "mail", "--precision", "0.5", "--confidence", "0.5", "--audits", "1");
        set.ShouldContain("0 of 1 planned audits are made");
        var record = set.Split("review correct ")[1].Split(' ')[0];
        await DoAsync("review", "correct", record, int.Parse(record[1..], System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 ? "bill" : "login", "-p", "mail", "--as", "ann", "--blind");
        (await DoAsync("review", "auto-accept", "-p", "mail")).ShouldContain("Accepting");
    }

    [Fact]
    public async Task An_interrupted_ingestion_ends_with_130_and_goes_on_where_it_stopped()
    {
        const int rows = 120_000;
        _cli.Write("project.yaml", CliProcess.MailProject);
        _cli.Write("mail.csv", Mail(rows));
        await DoAsync("project", "save", "project.yaml");
        using var first = _cli.Start("ingest", "mail.csv", "-p", "mail");
        await WaitForRecordsAsync();

        await CliProcess.InterruptAsync(first);
        var interrupted = await CliProcess.EndAsync(first);

        interrupted.ExitCode.ShouldBe(130, interrupted.Error);
        interrupted.Refusal.ShouldContain("cancelled");
        Directory.Exists(Path.Combine(_cli.DataDirectory, "rejects")).ShouldBeFalse();
        var second = await DoAsync("ingest", "mail.csv", "-p", "mail");
        second.ShouldMatch(@"rows\s+120,000");
        (await DoAsync("project", "list")).ShouldMatch(@"mail\s+1\s+2\s+120,000");
    }

    private async Task WaitForRecordsAsync()
    {
        var database = new HybridAi.Storage.SqliteDatabase(Path.Combine(_cli.DataDirectory, "hybridai.db"));
        var records = new HybridAi.Curate.Ingestion.RecordStore(database, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            if (await records.CountAsync("mail", TestContext.Current.CancellationToken) > 0) return;
        }
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    private static string Mail(int rows)
    {
        var file = new StringBuilder("text,label\n");
        for (var i = 0; i < rows; i++)
        {
            file.AppendLine(i % 2 == 0
                ? $"please explain the invoice {i} and the charge of {i * 7} euro,bill"
                : $"I forgot the password of account {i} and can not sign in,login");
        }

        return file.ToString();
    }
}
