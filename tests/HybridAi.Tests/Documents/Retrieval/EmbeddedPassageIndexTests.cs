using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using HybridAi.Documents;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Tests.Documents.Retrieval;

public sealed class MemoryPassageIndexContract : PassageIndexContract, IDisposable
{
    private readonly EmbeddedPassageIndex _index = new();

    public void Dispose() => _index.Dispose();

    protected override IPassageIndex Create() => _index;
}

public sealed class FilePassageIndexContract : PassageIndexContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private EmbeddedPassageIndex? _index;

    public void Dispose()
    {
        _index?.Dispose();
        _folder.Dispose();
    }

    protected override IPassageIndex Create() => _index = new(_folder.Root);
}

/// <summary>What the embedded index promises beyond the contract: files, exact statistics, rebuilding.</summary>
public sealed partial class EmbeddedPassageIndexTests : IDisposable
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "lantern", "harbour", "printer", "invoice", "holiday", "sky"];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void After_any_changes_it_ranks_and_scores_as_a_fresh_index_of_what_is_left_does()
        => Prop.ForAll(
            Gen.Zip(Gen.Choose(0, 400), Gen.Choose(0, 11)).ListOf(700).ToArbitrary(),
            changes =>
            {
                using var changed = new EmbeddedPassageIndex();
                var left = new Dictionary<int, string>();
                foreach (var (document, content) in changes)
                {
                    if (content == 0)
                    {
                        changed.RemoveAsync("acme", $"{document}", default).GetAwaiter().GetResult();
                        left.Remove(document);
                    }
                    else
                    {
                        left[document] = string.Join(' ', Enumerable.Range(0, content).Select(i => Words[(document * 7 + content + i * i) % Words.Length]));
                        changed.ReplaceAsync(Version(document), [new(0, 1, left[document], [])], default).GetAwaiter().GetResult();
                    }
                }

                using var fresh = new EmbeddedPassageIndex();
                foreach (var (document, text) in left) fresh.ReplaceAsync(Version(document), [new(0, 1, text, [])], default).GetAwaiter().GetResult();
                foreach (var query in (string[])["lantern harbour", "print", "alpha sky holiday"]) Ranking(changed, query).ShouldBe(Ranking(fresh, query));
                changed.CompactAsync("acme", default).GetAwaiter().GetResult();
                foreach (var query in (string[])["lantern harbour", "print", "alpha sky holiday"]) Ranking(changed, query).ShouldBe(Ranking(fresh, query));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(1, 1));

    [Fact]
    public async Task What_was_told_is_there_again_after_a_restart_and_after_a_crash()
    {
        using (var first = new EmbeddedPassageIndex(_folder.Root))
        {
            for (var i = 0; i < 300; i++) await first.ReplaceAsync(Version(i), [new(0, 1, $"{Words[i % Words.Length]} number{i}", [])], Cancellation);
            await first.RemoveAsync("acme", "7", Cancellation);
        }

        using var crashed = new TestFolder();
        using (var second = new EmbeddedPassageIndex(_folder.Root))
        {
            Ranking(second, "number8").ShouldNotBeEmpty();
            Ranking(second, "number7").ShouldNotContain(found => found.Id == "7");
            await second.RemoveAsync("acme", "8", Cancellation);
            await second.ReplaceAsync(Version(9), [new(0, 1, "lantern replaced", [])], Cancellation);
            // What a crash leaves: the files as they are now, the end of the last record missing.
            Copy(_folder.Root, crashed.Root);
        }

        var journal = Directory.EnumerateFiles(crashed.Root, "journal-*", SearchOption.AllDirectories).MaxBy(file => file)!;
        await File.AppendAllBytesAsync(journal, [200, 0, 0, 0, 1, 2, 3], Cancellation);
        using var third = new EmbeddedPassageIndex(crashed.Root);
        Ranking(third, "replaced").ShouldContain(found => found.Id == "9");
        (await third.SearchAsync(new("acme", "number8", 300), Cancellation)).ShouldNotContain(found => found.Version.DocumentId == "8");
        await third.ReplaceAsync(Version(10), [new(0, 1, "written behind the cut", [])], Cancellation);
        Ranking(third, "behind the cut")[0].Id.ShouldBe("10");
    }

    [Theory]
    [InlineData("segment-", true)]
    [InlineData("segment-", false)]
    [InlineData("manifest", true)]
    [InlineData("manifest", false)]
    public async Task A_file_that_was_cut_or_edited_is_refused_and_the_index_built_again(string name, bool cut)
    {
        using (var first = new EmbeddedPassageIndex(_folder.Root))
        {
            for (var i = 0; i < 80; i++) await first.ReplaceAsync(Version(i), [new(0, 1, $"old {Words[i % Words.Length]}", [])], Cancellation);
            await first.CompactAsync("acme", Cancellation);
        }

        var file = Directory.EnumerateFiles(_folder.Root, name + "*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, cut ? bytes[..(bytes.Length / 2)] : bytes, Cancellation);

        using var second = new EmbeddedPassageIndex(_folder.Root, new Source(("1", "built again")));
        Ranking(second, "old lantern").ShouldBeEmpty();
        Ranking(second, "built again").Single().Id.ShouldBe("1");
    }

    [Fact]
    public async Task Another_process_reads_what_was_written_and_may_not_write()
    {
        using var writer = new EmbeddedPassageIndex(_folder.Root);
        await writer.ReplaceAsync(Version(1), [new(0, 1, "the first lantern", [])], Cancellation);
        // Within a process a file that is held is held against everybody, as it is against another process.
        using var reader = new EmbeddedPassageIndex(_folder.Root);
        Ranking(reader, "lantern").Count.ShouldBe(1);

        await writer.ReplaceAsync(Version(2), [new(0, 1, "the second lantern", [])], Cancellation);

        Ranking(reader, "lantern").Count.ShouldBe(2);
        (await Should.ThrowAsync<IOException>(() => reader.ReplaceAsync(Version(3), [new(0, 1, "mine", [])], Cancellation))).Message.ShouldContain("Another process");
    }

    [Fact]
    public async Task Lone_surrogates_come_back_as_they_were()
    {
        const string text = "lantern \ud83d and \udc00 end";
        using (var first = new EmbeddedPassageIndex(_folder.Root)) await first.ReplaceAsync(Version(1), [new(0, text.Length, text, ["a\ud800"])], Cancellation);

        using var second = new EmbeddedPassageIndex(_folder.Root);
        var found = (await second.SearchAsync(new("acme", "lantern", 1), Cancellation)).Single();
        found.Passage.Text.ShouldBe(text);
        found.Passage.HeadingPath.ShouldBe(["a\ud800"]);
    }

    [Fact]
    public async Task Tenants_names_are_not_file_names()
    {
        using var index = new EmbeddedPassageIndex(_folder.File("index"));

        await index.ReplaceAsync(Version(1) with { Tenant = "../../elsewhere" }, [new(0, 1, "lantern", [])], Cancellation);

        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
        Directory.EnumerateDirectories(_folder.File("index")).Select(Path.GetFileName).ShouldHaveSingleItem()!.ShouldMatch(Hexadecimal().ToString());
    }

    private static List<(string Id, double Score)> Ranking(EmbeddedPassageIndex index, string query)
        => [.. index.SearchAsync(new("acme", query, 1000), default).AsTask().GetAwaiter().GetResult().Select(found => (found.Version.DocumentId, found.Score))];

    private static DocumentVersion Version(int id) => new("acme", $"{id}", "v1", "", null, [], []);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Hexadecimal();

    private sealed class Source(params (string Id, string Text)[] documents) : IPassageSource
    {
        public async IAsyncEnumerable<(DocumentVersion Version, IReadOnlyList<Passage> Passages)> ReadAsync(
            string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            foreach (var (id, text) in documents)
            {
                await Task.CompletedTask.WaitAsync(cancellation);
                yield return (new(tenant, id, "v1", "", null, [], []), [new(0, text.Length, text, [])]);
            }
        }
    }
}
