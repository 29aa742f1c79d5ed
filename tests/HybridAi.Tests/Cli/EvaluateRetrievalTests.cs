using System.Text.Json;

namespace HybridAi.Tests.Cli;

/// <summary><c>evaluate retrieval</c> as a user runs it.</summary>
public sealed class EvaluateRetrievalTests : IDisposable
{
    private const string Corpus =
        """
        {"_id":"d1","title":"Leave","text":"Everybody has thirty days of holiday."}
        {"_id":"d2","title":"Printers","sentences":["The printer has a paper jam.","Open the tray."]}
        {"_id":"d3","title":null,"text":"The canteen serves soup."}
        """;

    private const string Queries =
        """
        {"_id":"q1","text":"how many holidays"}
        {"_id":"q2","text":"printing jams"}
        {"_id":"q3","text":"not judged"}
        """;

    private const string Qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\nq2\td3\t0\n";

    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_figures_are_those_of_the_judged_queries()
    {
        var result = await RunAsync(Corpus, Queries, Qrels, "--tune-qrels", _cli.Write("tune.tsv", Qrels), "--json", _cli.File("out.json"));

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("kind").GetString().ShouldBe("retrieval");
        report.RootElement.GetProperty("judgedQueries").GetInt32().ShouldBe(2);
        foreach (var name in (string[])["ndcg10", "recall100", "mrr10"]) report.RootElement.GetProperty(name).GetDouble().ShouldBe(1, name);
        foreach (var name in (string[])["seed", "elapsedSeconds", "indexSeconds", "indexBytes", "queryMillisP50", "queryMillisP99"])
            report.RootElement.GetProperty(name).GetDouble().ShouldBeGreaterThan(0, name);
    }

    [Fact]
    public async Task A_second_look_stands_beside_the_order_of_the_search()
    {
        var result = await RunAsync(Corpus, Queries, Qrels, "--tune-qrels", _cli.Write("tune.tsv", Qrels), "--reranker", "lexical", "--json", _cli.File("out.json"));

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("out.json"), TestContext.Current.CancellationToken));
        var second = report.RootElement.GetProperty("reranking");
        (second.GetProperty("reranker").GetString(), second.GetProperty("ndcg10AsFound").GetDouble(), second.GetProperty("notRanked").GetInt32()).ShouldBe(("lexical", 1, 0));
        second.GetProperty("learnt").GetProperty("weights").GetProperty("company").ValueKind.ShouldBe(JsonValueKind.Number);
        (await RunAsync(Corpus, Queries, Qrels, "--reranker", "oracle")).Refusal.ShouldContain("There is no re-ranker 'oracle'. Known: lexical, llm.");
    }

    [Theory]
    [InlineData("corpus", "{\"_id\":\"d1\",\"title\":\"no text\"}", "corpus.jsonl:1: 'text'")]
    [InlineData("corpus", "{\"_id\":\"d1\",\"text\":\"a\"}\n{\"text\":\"a\"}", "corpus.jsonl:2: '_id'")]
    [InlineData("corpus", "{\"_id\":\"d1\",\"text\":\"a\"}\n{\"_id\":\"d1\",\"text\":\"a\"}", "corpus.jsonl:2: The document 'd1' is there twice")]
    [InlineData("corpus", "{\"_id\":\"d1\",\"text\":", "corpus.jsonl:1: The line is no JSON: column")]
    [InlineData("corpus", "[1]", "corpus.jsonl:1: A line is one JSON object")]
    [InlineData("corpus", "\n\n", "corpus.jsonl: The corpus holds no document")]
    [InlineData("queries", "{\"_id\":\"q1\"}", "queries.jsonl:1: 'text'")]
    [InlineData("qrels", "q1\td1\t1\n", "qrels.tsv:1: The first line names the columns")]
    [InlineData("qrels", "query-id\tcorpus-id\tscore\nq1\td1\n", "qrels.tsv:2: A line has three columns")]
    [InlineData("qrels", "query-id\tcorpus-id\tscore\nq1\td1\tyes\n", "qrels.tsv:2: The score 'yes'")]
    [InlineData("qrels", "query-id\tcorpus-id\tscore\nq9\td1\t1\n", "qrels.tsv:2: There is no query 'q9'")]
    [InlineData("qrels", "query-id\tcorpus-id\tscore\nq1\td9\t1\n", "qrels.tsv:2: There is no document 'd9'")]
    [InlineData("qrels", "query-id\tcorpus-id\tscore\nq1\td1\t0\n", "qrels.tsv: No query has a relevant document")]
    public async Task A_file_that_can_not_be_used_is_refused_with_its_place(string file, string content, string says)
    {
        var result = await RunAsync(file == "corpus" ? content : Corpus, file == "queries" ? content : Queries, file == "qrels" ? content : Qrels);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(says);
    }

    [Fact]
    public async Task The_reference_recipe_gives_the_published_figures_and_the_usual_one_passes_them()
    {
        string[] files = ["--corpus", Repository.SharedData("scifact", "corpus.jsonl"), "--queries", Repository.SharedData("scifact", "queries.jsonl"), "--qrels", Repository.SharedData("scifact", "qrels", "test.tsv")];

        (await FiguresAsync([.. files, "--method", "bm25"])).ShouldBe(("0.6789", "0.9253"));
        var (ndcg, recall) = await FiguresAsync(files);
        double.Parse(ndcg, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.70);
        double.Parse(recall, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.935);
    }

    private async Task<(string Ndcg, string Recall)> FiguresAsync(string[] options)
    {
        var result = await _cli.RunAsync(["evaluate", "retrieval", .. options, "--json", _cli.File("figures.json")]);
        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_cli.File("figures.json"), TestContext.Current.CancellationToken));
        return (Figure("ndcg10"), Figure("recall100"));

        string Figure(string name) => report.RootElement.GetProperty(name).GetDouble().ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<CliResult> RunAsync(string corpus, string queries, string qrels, params string[] more) => _cli.RunAsync(
        ["evaluate", "retrieval", "--corpus", _cli.Write("corpus.jsonl", corpus), "--queries", _cli.Write("queries.jsonl", queries), "--qrels", _cli.Write("qrels.tsv", qrels), .. more]);
}
