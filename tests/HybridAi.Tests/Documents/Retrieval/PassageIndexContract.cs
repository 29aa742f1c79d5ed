using HybridAi.Documents;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Tests.Documents.Retrieval;

/// <summary>What every passage index holds to; each member runs it.</summary>
public abstract class PassageIndexContract
{
    private static readonly DateTimeOffset June = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPassageIndex Index => field ??= Create();

    protected abstract IPassageIndex Create();

    [Fact]
    public async Task A_passage_is_found_as_soon_as_it_was_told_with_all_that_it_has()
    {
        var version = Version("leave") with { Title = "Leave policy", AsOf = June, Tags = ["hr"], Readers = ["staff"] };
        var passage = new Passage(17, 43, "Everybody has thirty days of holiday a year.", ["Leave", "Days"], 4);

        await Index.ReplaceAsync(version, [passage], Cancellation);

        var found = (await SearchAsync("how many holidays")).ShouldHaveSingleItem();
        (found.Version.DocumentId, found.Version.VersionHash, found.Version.Title, found.Version.AsOf).ShouldBe(("leave", version.VersionHash, "Leave policy", June));
        found.Version.Tags.ShouldBe(["hr"]);
        found.Version.Readers.ShouldBe(["staff"]);
        (found.Passage.Start, found.Passage.Length, found.Passage.Text, found.Passage.Page).ShouldBe((17, 43, passage.Text, 4));
        found.Passage.HeadingPath.ShouldBe(["Leave", "Days"]);
        found.Score.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Title_and_headings_are_searched_too()
    {
        await Index.ReplaceAsync(Version("a") with { Title = "Parental leave" }, [Text("It is twelve weeks.")], Cancellation);
        await Index.ReplaceAsync(Version("b"), [Text("It is nine weeks.") with { HeadingPath = ["Sabbatical"] }], Cancellation);

        (await SearchAsync("parental"))[0].Version.DocumentId.ShouldBe("a");
        (await SearchAsync("sabbatical"))[0].Version.DocumentId.ShouldBe("b");
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one()
    {
        await Index.ReplaceAsync(Version("a", "v1"), [Text("The office opens at eight."), Text("Parking is free.", 100)], Cancellation);
        await Index.ReplaceAsync(Version("a", "v2"), [Text("The office opens at nine.")], Cancellation);

        (await SearchAsync("office opens")).ShouldHaveSingleItem().Version.VersionHash.ShouldBe("v2");
        (await SearchAsync("parking")).ShouldAllBe(found => found.Version.VersionHash == "v2");
    }

    [Fact]
    public async Task A_version_without_passages_leaves_nothing_to_find()
    {
        await Index.ReplaceAsync(Version("a", "v1"), [Text("The office opens at eight.")], Cancellation);
        await Index.ReplaceAsync(Version("a", "v2"), [], Cancellation);

        (await SearchAsync("office")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_removed_is_not_found_and_removing_it_again_does_nothing()
    {
        await Index.ReplaceAsync(Version("a"), [Text("The canteen serves soup.")], Cancellation);
        await Index.RemoveAsync("acme", "a", Cancellation);
        await Index.RemoveAsync("acme", "a", Cancellation);

        (await SearchAsync("canteen soup")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_and_changes_no_score()
    {
        await Index.ReplaceAsync(Version("a"), [Text("The canteen serves soup on Mondays.")], Cancellation);
        await Index.ReplaceAsync(Version("b"), [Text("The garden opens on Mondays.")], Cancellation);
        var alone = await SearchAsync("canteen on Mondays");

        for (var i = 0; i < 20; i++) await Index.ReplaceAsync(Version($"{i}") with { Tenant = "globex" }, [Text($"A canteen is a canteen, number {i}.")], Cancellation);
        await Index.RemoveAsync("globex", "a", Cancellation);

        (await SearchAsync("canteen on Mondays")).Select(found => (found.Version.DocumentId, found.Score)).ShouldBe(alone.Select(found => (found.Version.DocumentId, found.Score)));
        (await Index.SearchAsync(new("globex", "garden", 100), Cancellation)).ShouldAllBe(found => found.Version.Tenant == "globex");
    }

    [Fact]
    public async Task Tags_narrow_to_documents_that_have_one_of_them()
    {
        await Index.ReplaceAsync(Version("a") with { Tags = ["hr", "uk"] }, [Text("Sick leave in London.")], Cancellation);
        await Index.ReplaceAsync(Version("b") with { Tags = ["it"] }, [Text("Sick computers in London.")], Cancellation);
        await Index.ReplaceAsync(Version("c"), [Text("Sick of London.")], Cancellation);

        (await IdsAsync(new("acme", "sick London", 10) { Tags = ["hr", "it"] })).ShouldBe(["a", "b"]);
        (await IdsAsync(new("acme", "sick London", 10) { Tags = ["none"] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_are_bounds_that_a_document_of_no_stated_time_does_not_meet()
    {
        await Index.ReplaceAsync(Version("may") with { AsOf = June.AddDays(-1) }, [Text("The rate is two.")], Cancellation);
        await Index.ReplaceAsync(Version("june") with { AsOf = June.ToOffset(TimeSpan.FromHours(2)) }, [Text("The rate is three.")], Cancellation);
        await Index.ReplaceAsync(Version("none"), [Text("The rate is four.")], Cancellation);

        (await IdsAsync(new("acme", "rate", 10) { NotBefore = June })).ShouldBe(["june"]);
        (await IdsAsync(new("acme", "rate", 10) { NotAfter = June })).ShouldBe(["june", "may"]);
        (await IdsAsync(new("acme", "rate", 10) { NotBefore = June.AddDays(-1), NotAfter = June.AddDays(-1) })).ShouldBe(["may"]);
        (await IdsAsync(new("acme", "rate", 10))).ShouldBe(["june", "may", "none"]);
    }

    [Fact]
    public async Task A_document_with_readers_is_seen_by_these_alone()
    {
        await Index.ReplaceAsync(Version("board") with { Readers = ["ann", "board"] }, [Text("The bonus is ten.")], Cancellation);
        await Index.ReplaceAsync(Version("all"), [Text("The bonus is none.")], Cancellation);

        (await IdsAsync(new("acme", "bonus", 10) { Readers = ["bob", "board"] })).ShouldBe(["all", "board"]);
        (await IdsAsync(new("acme", "bonus", 10) { Readers = ["bob"] })).ShouldBe(["all"]);
        (await IdsAsync(new("acme", "bonus", 10) { Readers = [] })).ShouldBe(["all"]);
        (await IdsAsync(new("acme", "bonus", 10))).ShouldBe(["all", "board"]);
    }

    [Fact]
    public async Task No_more_are_found_than_asked_for_and_they_stand_in_the_order_of_their_scores()
    {
        for (var i = 0; i < 12; i++) await Index.ReplaceAsync(Version($"{i}"), [Text(string.Join(' ', Enumerable.Repeat("printer", i + 1)) + " paper jam")], Cancellation);

        (await SearchAsync("printer", 0)).ShouldBeEmpty();
        (await SearchAsync("printer", 5)).Count.ShouldBe(5);
        var all = await SearchAsync("printer", 1000);
        all.Count.ShouldBe(12);
        all.Select(found => found.Score).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("?!… — (%) ***")]
    [InlineData("\ud800")]
    public async Task A_query_without_a_word_finds_nothing(string query)
    {
        await Index.ReplaceAsync(Version("a"), [Text("What is it?!")], Cancellation);

        (await SearchAsync(query)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_of_100_kB_is_answered()
    {
        await Index.ReplaceAsync(Version("a"), [Text("The printer has a paper jam.")], Cancellation);

        (await SearchAsync(string.Join(' ', Enumerable.Range(0, 15_000).Select(i => $"word{i}")) + " printer")).ShouldHaveSingleItem().Version.DocumentId.ShouldBe("a");
    }

    [Fact]
    public async Task A_search_sees_all_of_a_version_or_nothing_of_it()
    {
        const int passages = 5;
        await Index.ReplaceAsync(Version("a", "v0"), Passages(0), Cancellation);
        using var done = new CancellationTokenSource();
        var seen = Task.Run(async () =>
        {
            var searches = 0;
            do
            {
                var found = await SearchAsync("lantern", 100);
                found.Count.ShouldBe(passages);
                found.Select(one => one.Version.VersionHash).Distinct().ShouldHaveSingleItem();
                found.ShouldAllBe(one => one.Passage.Text.EndsWith(one.Version.VersionHash, StringComparison.Ordinal));
                searches++;
            }
            while (!done.IsCancellationRequested);
            return searches;
        }, Cancellation);
        for (var i = 1; i <= 60; i++) await Index.ReplaceAsync(Version("a", $"v{i}"), Passages(i), Cancellation);
        await done.CancelAsync();

        (await seen).ShouldBeGreaterThan(0);

        static IReadOnlyList<Passage> Passages(int version) => [.. Enumerable.Range(0, passages).Select(i => Text($"A lantern, part {i} of v{version}", i * 100))];
    }

    protected static DocumentVersion Version(string id, string hash = "v1") => new("acme", id, hash, "", null, [], []);

    protected static Passage Text(string text, int start = 0) => new(start, text.Length, text, []);

    private async Task<IReadOnlyList<FoundPassage>> SearchAsync(string text, int top = 10) => await Index.SearchAsync(new("acme", text, top), Cancellation);

    private async Task<IEnumerable<string>> IdsAsync(PassageQuery query)
        => (await Index.SearchAsync(query, Cancellation)).Select(found => found.Version.DocumentId).Order(StringComparer.Ordinal);
}
