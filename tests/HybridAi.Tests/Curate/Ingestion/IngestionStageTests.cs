using System.Text;
using HybridAi.Curate.Ingestion;
using HybridAi.Storage;

namespace HybridAi.Tests.Curate.Ingestion;

public class IngestionStageTests(IngestionFixture fixture) : IClassFixture<IngestionFixture>
{
    [Fact]
    public async Task Rows_become_records_and_bad_rows_go_to_the_reject_file()
    {
        await using var own = await FreshAsync();
        var project = IngestionFixture.Project with { IdField = "id" };
        var path = own.Write("t.csv", """
            id,text,label,channel
            1,Hello!,greet,mail
            2,hello,,
            3,,greet,mail
            4,Bye,shout,mail
            1,Another,part,mail
            5,Bye,part,mail
            6,Bye,part,mail
            """);
        var report = await own.IngestAsync(path, project);

        var records = await own.StoredAsync();
        records.Select(record => (record.Id, record.Text, record.Gold, record.Line)).ShouldBe(
            [("1", "Hello!", "greet", 2), ("2", "hello", null, 3), ("5", "Bye", "part", 7), ("6", "Bye", "part", 8)]);
        records[0].Fields.ShouldBe(new Dictionary<string, string> { ["channel"] = "mail" });
        records[0].Hash.ShouldBe(ContentHash.Of("Hello!"));
        records[0].GroupHash.ShouldBe(records[1].GroupHash);
        records[3].DuplicateOf.ShouldBe("5");
        records[0].Source.ShouldBe("t.csv");

        IngestionFixture.RejectsOf(report).Select(reject => (reject.Line, reject.Code, reject.Column, reject.Excerpt)).ShouldBe(
        [
            (4, "text-missing", "text", "3,,greet,mail"),
            (5, "label-unknown", "label", "4,Bye,shout,mail"),
            (6, "id-taken", "id", "Another"),
        ]);
        report.RejectFile.ShouldBe(Path.Combine(own.Folder, "rejects", $"{report.Id}.jsonl"));

        var profile = report.Profile;
        (profile.Rows, profile.Accepted, profile.Rejected, profile.ExactDuplicates, profile.Unlabelled).ShouldBe((7, 4, 3, 1, 1));
        profile.Labels.ShouldBe(new Dictionary<string, long> { ["part"] = 2, ["greet"] = 1 });
        profile.Missing.ShouldBe(new Dictionary<string, long> { ["text"] = 1, ["label"] = 1, ["channel"] = 1 });
        profile.TextLength.ShouldBe(new TextLengths(3, 4.25, 3, 6, 6));
        profile.Scripts.ShouldBe(new Dictionary<string, double> { ["Latin"] = 1 });
        Json.Write((await own.Ingestions.ListAsync("support", TestContext.Current.CancellationToken)).Single()).ShouldBe(Json.Write(report));
    }

    [Fact]
    public async Task The_same_file_again_adds_nothing()
    {
        await using var own = await FreshAsync();
        var path = own.Write("t.csv", "text,label\nhello,greet\nhello,greet\nbye,part\n");
        var first = await own.IngestAsync(path);
        var again = await own.IngestAsync(path);
        (first.Profile.Accepted, again.Profile.Accepted, again.Profile.AlreadyThere).ShouldBe((3, 0, 3));
        (await own.StoredAsync()).Select(record => record.Id).ShouldBe(new[] { 2, 3, 4 }.Select(line => $"{first.Profile.SourceHash[..8]}-{line}"));
        first.RejectFile.ShouldBeNull();
        Directory.Exists(Path.Combine(own.Folder, "rejects")).ShouldBeFalse();
        (await own.Ingestions.ListAsync("support", TestContext.Current.CancellationToken)).Select(report => report.Id).ShouldBe([again.Id, first.Id]);
    }

    [Fact]
    public async Task An_ingestion_that_was_cancelled_is_resumed_by_running_it_again()
    {
        await using var own = await FreshAsync();
        var rows = Enumerable.Range(0, 5_000).Select(i => i % 100 == 7 ? ",greet\n" : $"text number {i},greet\n");
        var path = own.Write("t.csv", "text,label\n" + string.Concat(rows));
        using var cancellation = new CancellationTokenSource();
        var progress = new EveryProgress(report =>
        {
            if (report.Rows >= 2_000) cancellation.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(
            () => own.Stage.RunAsync(IngestionFixture.Project, new IngestionRequest(path), progress, cancellation.Token));
        var before = (await own.StoredAsync()).Count;
        before.ShouldBeInRange(1, 4_000);
        Directory.GetFiles(Path.Combine(own.Folder, "rejects")).ShouldBeEmpty();

        var report = await own.IngestAsync(path);
        report.Profile.AlreadyThere.ShouldBe(before);
        (await own.StoredAsync()).Select(record => record.Line).ShouldBe(Enumerable.Range(0, 5_000).Where(i => i % 100 != 7).Select(i => i + 2L));
        IngestionFixture.RejectsOf(report).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Columns_can_be_chosen_by_the_request()
    {
        await using var own = await FreshAsync();
        var path = own.Write("t.csv", "Body,Class,Key\nhello,greet,k1\n");
        var outcome = await own.RunAsync(new IngestionRequest(path, "upload.csv", "Body", "Class", "Key"));
        outcome.Value.Source.ShouldBe("upload.csv");
        (await own.StoredAsync()).Single().ShouldSatisfyAllConditions(
            record => record.Id.ShouldBe("k1"), record => record.Gold.ShouldBe("greet"), record => record.Source.ShouldBe("upload.csv"));
    }

    [Fact]
    public async Task Only_the_fields_that_the_project_names_are_kept()
    {
        await using var own = await FreshAsync();
        var path = own.Write("t.csv", "text,label,a,b\nhello,greet,1,2\n");
        var report = await own.IngestAsync(path, IngestionFixture.Project with { Fields = ["b", "c"] });
        (await own.StoredAsync()).Single().Fields.ShouldBe(new Dictionary<string, string> { ["b"] = "2" });
        report.Profile.Format.Notes.ShouldHaveSingleItem().ShouldContain("'c'");
    }

    [Fact]
    public async Task Json_lines_keep_nested_values_and_reject_texts_that_are_none()
    {
        await using var own = await FreshAsync();
        var project = IngestionFixture.Project with { IdField = "id" };
        var path = own.Write("t.jsonl", """
            {"id":1,"text":"hello","label":"greet","meta":{"a":[1]}}
            {"id":2,"text":17,"label":"greet"}
            {"id":3,"text":"a\u0000b","label":"greet"}
            {"id":4,"text":"bye","label":["part"]}
            {"id":[5],"text":"bye"}
            {"text":"bye"}
            {"id":"a\nb","text":"bye"}
            {"id":8,"text":"  "}
            {"id":9}
            """);
        var report = await own.IngestAsync(path, project);
        (await own.StoredAsync()).Single().ShouldSatisfyAllConditions(
            record => record.Id.ShouldBe("1"), record => record.Fields.ShouldBe(new Dictionary<string, string> { ["meta"] = """{"a":[1]}""" }));
        IngestionFixture.RejectsOf(report).Select(reject => reject.Code).ShouldBe(
            ["text-not-text", "nul-byte", "label-not-text", "id-not-text", "id-missing", "id-bad", "text-missing", "text-missing"]);
    }

    [Fact]
    public async Task An_unclosed_quote_costs_one_row_in_an_encoding_that_has_to_be_read_again_from_its_beginning()
    {
        await using var own = await FreshAsync();
        own.Options.Ingestion.MaxRowBytes = 1_024;
        var rows = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"text {i},greet\n"));
        var path = own.Write("t.csv", $"text,label\nfirst,greet\n\"never closed,greet\n{rows}", Encoding.Unicode);
        var report = await own.IngestAsync(path);
        report.Profile.Accepted.ShouldBe(1_001);
        IngestionFixture.RejectsOf(report).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            reject => reject.Line.ShouldBe(3), reject => reject.Code.ShouldBe("broken-quote"));
        (await own.StoredAsync())[^1].Line.ShouldBe(1_003);
    }

    [Fact]
    public async Task Excerpts_are_bounded_and_texts_too_long_rejected()
    {
        await using var own = await FreshAsync();
        own.Options.Ingestion.MaxTextCharacters = 1_000;
        var report = await own.IngestAsync(own.Write("t.csv", $"text,label\n{new string('x', 1_001)},greet\n{new string('y', 1_000)},greet\n"));
        report.Profile.Accepted.ShouldBe(1);
        IngestionFixture.RejectsOf(report).Single().ShouldBe(
            new Reject(2, "text-too-long", "The text is longer than 1,000 characters.", "text", new string('x', 200)));
    }

    [Theory]
    [InlineData("empty.csv", "", "file-empty")]
    [InlineData("blank.csv", "\n \n", "file-empty")]
    [InlineData("header.csv", "text,label\n", "no-rows")]
    [InlineData("other.csv", "body,label\nx,greet\n", "column-missing")]
    [InlineData("other.jsonl", "{\"body\":\"x\"}\n", "column-missing")]
    [InlineData("array.json", "[{\"text\":\"x\"},\n{\"text\":\"y\"}]\n", "not-json-lines")]
    [InlineData("pretty.json", "{\n  \"text\": \"x\"\n}\n", "not-json-lines")]
    [InlineData("nul.csv", "\0\0\0\0\0\0\0\0", "format-unknown")]
    [InlineData("table.xlsx", "PK\u0003\u0004rest", "format-unknown")]
    [InlineData("broken.csv", "\"text,label\nx,greet\n", "header-unreadable")]
    public async Task A_file_of_which_nothing_can_be_used_is_a_fault_that_names_it(string name, string content, string code)
    {
        var path = fixture.Write(name, content);
        var fault = (await fixture.RunAsync(new IngestionRequest(path))).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe(code);
        fault.Place!.ShouldStartWith(path);
        (await fixture.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_a_fault()
    {
        (await FaultOfAsync(Path.Combine(fixture.Folder, "missing.csv"))).ShouldBe((FaultKind.NotFound, "file-missing"));
        (await FaultOfAsync(Path.Combine(fixture.Folder, "no", "such", "folder.csv"))).ShouldBe((FaultKind.NotFound, "file-missing"));
        (await FaultOfAsync(fixture.Folder)).ShouldBe((FaultKind.BadInput, "file-is-directory"));
        (await FaultOfAsync("")).ShouldBe((FaultKind.BadInput, "file-name-bad"));
        var refused = new IngestionStage(fixture.Records, fixture.Ingestions, fixture.Options, TimeProvider.System)
        {
            Open = _ => throw new UnauthorizedAccessException(),
        };
        var outcome = await refused.RunAsync(IngestionFixture.Project, new IngestionRequest("a.csv"), null, TestContext.Current.CancellationToken);
        outcome.Fault!.Code.ShouldBe("file-not-readable");

        async Task<(FaultKind, string)> FaultOfAsync(string path)
        {
            var fault = (await fixture.RunAsync(new IngestionRequest(path))).Fault.ShouldNotBeNull();
            return (fault.Kind, fault.Code);
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_a_fault()
    {
        await using var own = await FreshAsync();
        own.Options.Ingestion.MaxFileBytes = 10;
        (await own.RunAsync(new IngestionRequest(own.Write("t.csv", "text,label\nx,greet\n")))).Fault!.Code.ShouldBe("file-too-large");
    }

    [Fact]
    public async Task A_missing_column_is_named_with_those_there_are_and_the_likely_reason()
    {
        (await ReasonAsync("Text;label\nx;greet\n")).ShouldBe("There is no column 'text'. The columns are 'Text', 'label'. Is 'Text' meant?");
        (await ReasonAsync("text;label\nx;greet\n", new FormatHints(Delimiter: ','))).ShouldContain("is that the delimiter, instead of ','?");
        (await ReasonAsync("text,Label\nx,greet\n")).ShouldContain("Is 'Label' meant?");
        (await ReasonAsync("text,kind\nx,greet\n", label: "intent")).ShouldContain("There is no column 'intent'");

        async Task<string> ReasonAsync(string content, FormatHints? format = null, string? label = null)
        {
            var request = new IngestionRequest(fixture.Write("columns.csv", content), LabelColumn: label) { Format = format ?? new FormatHints() };
            return (await fixture.RunAsync(request)).Fault.ShouldNotBeNull().Reason;
        }
    }

    [Fact]
    public async Task A_file_without_the_label_column_is_taken_with_a_note()
    {
        await using var own = await FreshAsync();
        var report = await own.IngestAsync(own.Write("t.csv", "text\nhello\nbye\n"));
        report.Profile.ShouldSatisfyAllConditions(
            profile => profile.Unlabelled.ShouldBe(2), profile => profile.Format.Notes.ShouldHaveSingleItem().ShouldContain("'label'"));
    }

    private static async Task<IngestionFixture> FreshAsync()
    {
        var fixture = new IngestionFixture();
        await fixture.InitializeAsync();
        return fixture;
    }
}
