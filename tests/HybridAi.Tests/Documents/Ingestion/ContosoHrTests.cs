using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Tests.Documents.Ingestion.Readers;

namespace HybridAi.Tests.Documents.Ingestion;

/// <summary>Pages that people cited, found by the product's own readers, passages and index with their defaults.</summary>
public partial class ContosoHrTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cited_pages_of_handbooks_are_among_the_first_three_for_nearly_half()
    {
        var questions = await File.ReadAllLinesAsync(Repository.SharedData("contoso-hr", "ground_truth.jsonl"), Cancellation);
        Assert.SkipWhen(ReadFiles.Family().Kinds.Single(kind => kind.Kind == "pdf").NotAvailable is not null, "pdftotext (poppler-utils) is not installed.");
        var options = new DocumentOptions();
        var splitter = new PassageSplitter(options.MinPassageCharacters, options.MaxPassageCharacters);
        using var index = new EmbeddedPassageIndex(null);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Repository.SharedData("contoso-hr", "ground_truth.jsonl"))!, "*.pdf"))
        {
            var name = Path.GetFileName(file);
            var read = await ReadFiles.ReadAsync(name, await File.ReadAllBytesAsync(file, Cancellation));
            await index.ReplaceAsync(new("t", name, "v", read.Text.Title ?? name, read.Text.AsOf, [], []), splitter.Split(read.Text), Cancellation);
        }

        var recall = 0.0;
        foreach (var question in questions.Select(line => JsonDocument.Parse(line).RootElement))
        {
            var cited = Citation().Matches(question.GetProperty("truth").GetString()!)
                .Select(match => (match.Groups["file"].Value, (int?)int.Parse(match.Groups["page"].ValueSpan, CultureInfo.InvariantCulture))).ToHashSet();
            var found = await index.SearchAsync(new("t", question.GetProperty("question").GetString()!, 30), Cancellation);
            var pages = found.Select(one => (one.Version.DocumentId, one.Passage.Page)).Distinct().Take(3);
            recall += pages.Count(cited.Contains) / (double)cited.Count;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"page recall@3 {recall / questions.Length:0.000}");
        (recall / questions.Length).ShouldBeGreaterThanOrEqualTo(0.45);
    }

    [GeneratedRegex(@"\[(?<file>[^\]#]+)#page=(?<page>\d+)\]")]
    private static partial Regex Citation();
}
