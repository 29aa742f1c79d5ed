using HybridAi.Documents.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Documents.Ingestion;

public class FolderWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_changed_and_removed_files_of_a_watched_folder_are_followed()
    {
        using var watched = new TestFolder();
        var options = new DocumentOptions();
        options.WatchedFolders.Add(watched.Root);
        await using var bench = await DocumentBench.StartAsync(options: options);
        using var watch = new FolderWatch(bench.Stage, bench.Store, options, bench.Clock, NullLogger<FolderWatch>.Instance);
        Directory.CreateDirectory(watched.File("below"));
        watched.Write("a.md", "Apples are red.");
        watched.Write("below/b.txt", "Bananas are yellow.");
        watched.Write("empty.txt", "");
        watched.Write("program.exe", "not a document");

        (await watch.LookAsync(Cancellation)).ShouldBe((2, 0, 1));
        (await watch.LookAsync(Cancellation)).ShouldBe((0, 0, 0));

        watched.Write("a.md", "Apples are green, some say.");
        File.Delete(watched.File("below/b.txt"));
        (await watch.LookAsync(Cancellation)).ShouldBe((1, 1, 0));
        (await bench.Store.ListAsync(FolderWatch.Tenant, Cancellation)).Where(document => document.State == DocumentState.Ready).Select(document => document.Name).ShouldBe(["a.md"]);
    }

    [Fact]
    public async Task A_watched_folder_that_is_away_removes_nothing()
    {
        using var watched = new TestFolder();
        var options = new DocumentOptions();
        options.WatchedFolders.Add(watched.File("share"));
        await using var bench = await DocumentBench.StartAsync(options: options);
        using var watch = new FolderWatch(bench.Stage, bench.Store, options, bench.Clock, NullLogger<FolderWatch>.Instance);
        Directory.CreateDirectory(watched.File("share"));
        watched.Write("share/a.md", "Apples are red.");
        (await watch.LookAsync(Cancellation)).ShouldBe((1, 0, 0));

        Directory.Delete(watched.File("share"), recursive: true);

        (await watch.LookAsync(Cancellation)).ShouldBe((0, 0, 0));
        (await bench.Store.ListAsync(FolderWatch.Tenant, Cancellation)).Count.ShouldBe(1);
    }
}
