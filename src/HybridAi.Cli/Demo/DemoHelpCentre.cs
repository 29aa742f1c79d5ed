using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Cli.Demo;

/// <summary>The sample help centre taken in as documents, and three questions to it, of which it can't answer the last.</summary>
internal sealed class DemoHelpCentre(Stages stages)
{
    private static readonly string[] Questions =
    [
        "How many API requests per minute may our live key make? We are on the Pro plan.", "How many labels a month come with the Starter plan?", "Do you have an office in Tokyo?",
    ];

    public async Task<Outcome<DemoDocuments>> RunAsync(string folder, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = [.. FolderWatch.Files(folder)];
        var taken = await Progress.ShowAsync("documents", display => TakeInAsync(files, display, cancellation));
        if (!taken.Succeeded(out var passages, out var fault)) return fault;
        var answers = new List<DemoAnswer>();
        foreach (var question in Questions)
        {
            var asked = await stages.Get<AnswerStage>().AnswerAsync(new(FolderWatch.Tenant, "demo", question), cancellation);
            if (!asked.Succeeded(out var answer, out fault)) return fault;
            answers.Add(new(question, answer.Text, answer.Abstention is not null, [.. answer.Citations.Select(citation => new DemoSource(citation.Title, citation.Quote))]));
        }

        return new DemoDocuments(files.Count, passages, answers);
    }

    private async Task<Outcome<int>> TakeInAsync(IReadOnlyCollection<string> files, IProgress<Step> display, CancellationToken cancellation)
    {
        var passages = 0;
        foreach (var (done, file) in files.Index())
        {
            display.Report(new(done, files.Count));
            await using var content = File.OpenRead(file);
            var document = new NewDocument(FolderWatch.Tenant, file, Path.GetFileName(file), ["help-centre"], []);
            if (!(await stages.Get<DocumentStage>().HandInAsync(document, content, cancellation)).Succeeded(out var handed, out var fault)) return fault;
            if (!handed.Unchanged && (await stages.Get<DocumentStage>().RunAsync(document.Tenant, handed.Document.Id, null, cancellation)).Fault is { } failed) return failed;
            passages += (await stages.Get<DocumentStore>().VersionsAsync(handed.Document.Id, cancellation))[0].Report.Passages;
        }

        display.Report(new(files.Count, files.Count));
        return passages;
    }
}
