using FsCheck;
using FsCheck.Fluent;
using HybridAi.Curate.Exchange;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Curate.Exchange;

/// <summary>What goes out comes back: no label is lost where the format can hold it.</summary>
public class RoundTripTests
{
    private static readonly string[] Texts =
        ["=1+1", "'=cmd", "-5, \"quoted\"", "line\nbreak", "line\r\nbreak", "@you", "+49 30", "<b>html</b>", "ünï 🙂 cödé", " padded ", "'plain", "{\"a\": [1]}", "tab\tin"];

    private static readonly Dictionary<ProjectKind, string[]> Kept = new()
    {
        [ProjectKind.TextClassification] = ["bill", "=login", "a, \"b\""],
        [ProjectKind.MultiLabel] = ["[]", "[\"bill\"]", "[\"bill\",\"=login\"]"],
        [ProjectKind.Score] = ["1", "2.5", "-3"],
        [ProjectKind.Extraction] = ["{\"who\":\"text\",\"sum\":3.5,\"paid\":true}", "{\"who\":null,\"sum\":null,\"paid\":null}", "{\"who\":\"elsewhere\",\"sum\":null,\"paid\":false}"],
    };

    public static TheoryData<string, ProjectKind> WholeFormats()
    {
        var data = new TheoryData<string, ProjectKind>();
        foreach (var kind in Kept.Keys)
        {
            data.Add("jsonl", kind);
            data.Add("label-studio", kind);
        }

        return data;
    }

    public static TheoryData<string, ProjectKind, ExportSelection> FlatFormats()
    {
        var data = new TheoryData<string, ProjectKind, ExportSelection>();
        foreach (var kind in Kept.Keys)
        {
            foreach (var selection in new[] { ExportSelection.Labels, ExportSelection.Annotations })
            {
                foreach (var format in new[] { "jsonl", "csv", "label-studio", "hugging-face", "doccano" })
                {
                    // Of an extraction doccano holds what stands in the text.
                    if (format != "doccano" || kind != ProjectKind.Extraction) data.Add(format, kind, selection);
                }
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(WholeFormats))]
    public async Task A_record_comes_back_with_all_that_was_said_about_it(string format, ProjectKind kind)
    {
        foreach (var items in Samples(kind))
        {
            await using var here = await FilledAsync(items, kind);
            await using var there = await ExchangeBench.CreateAsync(Of(kind));
            var path = await here.ExportAsync(format);

            var report = await there.ImportAsync(format, path);

            report.RejectedByCode.ShouldBeEmpty();
            (await AllAsync(there)).ShouldBe(await AllAsync(here));
            (await there.ImportAsync(format, path)).AlreadyThere.ShouldBe(report.Rows);
        }
    }

    [Theory, MemberData(nameof(FlatFormats))]
    public async Task Every_label_comes_back_with_its_provenance(string format, ProjectKind kind, ExportSelection selection)
    {
        foreach (var items in Samples(kind))
        {
            await using var here = await FilledAsync(items, kind);
            await using var there = await ExchangeBench.CreateAsync(Of(kind));
            var path = await here.ExportAsync(format, selection);
            if ((await here.ItemsAsync()).All(item => (selection == ExportSelection.Labels ? item.Proposals.Count : item.Annotations.Count) == 0)) continue;

            (await there.ImportAsync(format, path)).RejectedByCode.ShouldBeEmpty();

            (await SaidAsync(there, selection)).ShouldBe(await SaidAsync(here, selection), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("doccano")]
    [InlineData("hugging-face")]
    public async Task The_label_that_holds_comes_back(string format)
    {
        const ProjectKind kind = ProjectKind.TextClassification;
        foreach (var items in Samples(kind))
        {
            await using var here = await FilledAsync(items, kind);
            await using var there = await ExchangeBench.CreateAsync(Of(kind));

            (await there.ImportAsync(format, await here.ExportAsync(format))).RejectedByCode.ShouldBeEmpty();

            (await HoldingAsync(there)).ShouldBe(await HoldingAsync(here), ignoreOrder: true);
        }
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Both_databases_take_it_in(string database)
    {
        await using var here = await ExchangeBench.CreateAsync(Of(ProjectKind.TextClassification), database);
        var path = here.Write("in.jsonl", """{"id":"a","text":"one","annotations":[{"annotator":"ann","label":"bill"}],"proposals":[{"labeller":"llm","label":"=login","confidence":0.4}]}""" + "\n");

        (await here.ImportAsync("jsonl", path)).Accepted.ShouldBe(1);

        var item = (await here.ItemsAsync()).ShouldHaveSingleItem();
        item.Resolved.ShouldBe(new("bill", "ann", Adjudicated: false, SuggestionShown: false));
        item.Proposals.ShouldHaveSingleItem().Label.ShouldBe("=login");
    }

    [Fact]
    public void A_guarded_value_is_no_formula_and_is_read_as_it_was() => Prop.ForAll<NonNull<string>>(text =>
        new[] { "", "=", "'", "'=", "''-", "@", "\t" }.All(start =>
        {
            var guarded = SpreadsheetGuard.Add(start + text.Get);
            return guarded is not [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] && SpreadsheetGuard.Remove(guarded) == start + text.Get;
        })).QuickCheckThrowOnFailure();

    private static Project Of(ProjectKind kind) => new(
        "mail", kind, "text", "label", null, [], null,
        kind is ProjectKind.TextClassification or ProjectKind.MultiLabel ? [new("bill", ""), new("=login", ""), new("a, \"b\"", "")] : [], new())
    {
        Select = kind == ProjectKind.MultiLabel ? new() : null,
        Score = kind == ProjectKind.Score ? new(-5, 5, 0.5m) : null,
        Extract = kind == ProjectKind.Extraction
            ? [new("who", FieldType.Text, "", false, []), new("sum", FieldType.Number, "", false, []), new("paid", FieldType.Boolean, "", false, [])]
            : null,
    };

    private static IEnumerable<List<ExchangeItem>> Samples(ProjectKind kind)
    {
        var item =
            from text in Gen.Elements(Texts)
            from proposals in Gen.Choose(0, 2)
            from annotators in Gen.Choose(0, 2)
            from labels in Gen.Elements(Kept[kind]).ListOf(5)
            from confidence in Gen.Choose(0, 1000)
            from shown in Gen.Elements(true, false)
            from decided in Gen.Elements(true, false, false)
            from gold in Gen.Elements(true, false)
            select (Func<int, ExchangeItem>)(i => new()
            {
                Project = "mail",
                Id = $"r{i}",
                Text = $"{text} text {i}",
                Gold = gold ? labels[4] : null,
                Fields = shown ? new Dictionary<string, string> { ["from"] = text } : null,
                Proposals = [.. Enumerable.Range(0, proposals).Select(p => new ExchangeProposal($"llm:{p}", labels[p], confidence / 1000.0)
                {
                    LabellerVersion = "v1", RunId = "run", Reason = text, CostUsd = 0.000123m, CreatedAt = DateTimeOffset.UnixEpoch.AddDays(p),
                })],
                Annotations = [.. Enumerable.Range(0, annotators).Select(p => new ExchangeAnnotation($"ann{p}", labels[2 + p])
                {
                    SuggestedLabel = labels[0], SuggestedBy = "llm:0", SuggestionShown = shown, DurationMs = 1500 + p, Comment = shown ? text.Trim() : null,
                    CreatedAt = DateTimeOffset.UnixEpoch.AddDays(p),
                })],
                Decision = decided && annotators > 0 ? new("rev", labels[3], DisputeReason.Slip, null, DateTimeOffset.UnixEpoch) : null,
            });
        return item.ListOf(8).Sample(2, 2).Select(made => made.Select((make, i) => make(i)).ToList());
    }

    private static async Task<ExchangeBench> FilledAsync(List<ExchangeItem> items, ProjectKind kind)
    {
        var bench = await ExchangeBench.CreateAsync(Of(kind));
        var lines = string.Concat(items.Select(item => Json.Write(item) + "\n"));
        (await bench.ImportAsync("jsonl", bench.Write("sample.jsonl", lines))).RejectedByCode.ShouldBeEmpty();
        return bench;
    }

    private static async Task<List<string>> AllAsync(ExchangeBench bench) => [.. (await bench.ItemsAsync()).Select(Json.Write)];

    private static async Task<List<string>> SaidAsync(ExchangeBench bench, ExportSelection selection) => [.. (await bench.ItemsAsync()).SelectMany(item =>
        selection == ExportSelection.Labels
            ? item.Proposals.Select(proposal => $"{item.Id} {Json.Write(proposal)}")
            : item.Annotations.Select(annotation => $"{item.Id} {Json.Write(annotation with { Queue = null, Because = null })}"))];

    private static async Task<List<string>> HoldingAsync(ExchangeBench bench)
        => [.. (await bench.ItemsAsync()).Select(item => $"{item.Id} {item.Text} {item.Gold} {item.Resolved?.Label} {item.Resolved?.Adjudicated}")];
}
