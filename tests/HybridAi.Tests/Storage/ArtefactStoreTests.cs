using HybridAi.Storage;

namespace HybridAi.Tests.Storage;

public sealed class ArtefactStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_artefact_is_named_by_its_content_and_read_back()
    {
        var store = new ArtefactStore(_folder.Root);

        var first = await WriteAsync(store, "weights");
        var again = await WriteAsync(store, "weights");

        again.ShouldBe(first);
        first.ShouldBe(ContentHash.Of("weights"));
        using var reader = new StreamReader(await store.OpenAsync(first, Cancellation));
        (await reader.ReadToEndAsync(Cancellation)).ShouldBe("weights");
    }

    [Fact]
    public async Task A_disk_that_is_full_leaves_nothing_half_written()
    {
        var store = new ArtefactStore(_folder.Root);

        await Should.ThrowAsync<IOException>(() => store.WriteAsync(
            async (stream, cancellation) =>
            {
                await stream.WriteAsync("half"u8.ToArray(), cancellation);
                throw new IOException("No space left on device");
            }, Cancellation));

        Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_changed_is_refused()
    {
        var store = new ArtefactStore(_folder.Root);
        var hash = await WriteAsync(store, "weights");
        await File.WriteAllTextAsync(store.PathOf(hash), "other weights", Cancellation);

        var refusal = await Should.ThrowAsync<InvalidDataException>(() => store.OpenAsync(hash, Cancellation));

        refusal.Message.ShouldContain("was changed");
    }

    private static Task<string> WriteAsync(ArtefactStore store, string content)
        => store.WriteAsync(async (stream, cancellation) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content), cancellation), Cancellation);
}
