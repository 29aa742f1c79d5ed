using System.Xml.Linq;

namespace HybridAi.Tests.Cli;

public sealed class ReportTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_report_prints_and_writes_a_page_that_needs_nothing_else()
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        await DoAsync("project", "save", "project.yaml");

        var printed = await DoAsync("report", "-p", "mail", "--within-ms", "250", "--share", "0.95", "--html", "report.html");

        printed.ShouldContain("95.0% within 250 ms");
        printed.ShouldContain("There is no forecast: it needs 3 whole weeks");
        var page = await File.ReadAllTextAsync(_cli.File("report.html"), TestContext.Current.CancellationToken);
        page.ShouldContain("<h1>Report: mail</h1>");
        page.ShouldContain("Objective: 95.0% of predictions within 250 ms.");
        page.ShouldContain("prefers-color-scheme: dark");
        page.ShouldContain("@media print");
        foreach (var needed in (string[])["<script", "<link", "src=", "http://", "https://"]) page.ShouldNotContain(needed);
        // Every element is closed: what stands between the tags of body is well-formed.
        XDocument.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)])
            .Descendants("table").Count().ShouldBe(8);
    }

    [Theory]
    [InlineData("'--from' is after '--until'", "--from", "2026-03-02", "--until", "2026-03-01")]
    [InlineData("An objective is more than 0 milliseconds", "--within-ms", "0")]
    [InlineData("An objective's share lies between 0 and 1", "--share", "1.5")]
    [InlineData("report.html", "--html", "no/such/folder/report.html")]
    public async Task What_can_not_be_reported_is_refused_with_its_reason(string reason, params string[] options)
    {
        _cli.Write("project.yaml", CliProcess.MailProject);
        await DoAsync("project", "save", "project.yaml");

        var result = await _cli.RunAsync(["report", "-p", "mail", .. options]);

        result.ExitCode.ShouldBe(2, result.Output);
        result.Refusal.ShouldContain(reason);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
