using HybridAi.Documents.Retrieval;
using HybridAi.Llm;
using HybridAi.Llm.Providers;

namespace HybridAi.Tests.Documents.Retrieval;

public sealed class QdrantPassageIndexContract : PassageIndexContract, IDisposable
{
    private readonly LoopbackQdrant _server = new();
    private readonly HttpClient _client;
    private readonly QdrantPassageIndex _index;

    public QdrantPassageIndexContract() => _index = new(_client = _server.Client(), "passages", HashedNGrams.Embedder());

    public void Dispose()
    {
        _index.Dispose();
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Whatever_a_search_is_narrowed_by_is_indexed_and_a_document_is_one_point()
    {
        await _index.ReplaceAsync(Version("a"), [Text("one"), Text("two", 10), Text("three", 20)], TestContext.Current.CancellationToken);

        _server.Indexed.ShouldBe(["tenant", "tags", "readers", "asOf"], ignoreOrder: true);
        _server.Points.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_says_what_was_asked_and_why()
    {
        using var stranger = new HttpClient { BaseAddress = _server.Address };
        using var index = new QdrantPassageIndex(stranger, "passages", HashedNGrams.Embedder());

        (await Should.ThrowAsync<PassageIndexUnavailableException>(() => index.ReplaceAsync(Version("a"), [Text("one")], TestContext.Current.CancellationToken))).Message.ShouldContain("401");
    }

    [Fact]
    public async Task A_document_too_large_for_a_point_is_refused_before_anything_is_changed()
    {
        await _index.ReplaceAsync(Version("a", "v1"), [Text("one lantern")], TestContext.Current.CancellationToken);

        await Should.ThrowAsync<PassagesRefusedException>(() => _index.ReplaceAsync(
            Version("a", "v2"), [.. Enumerable.Range(0, 2049).Select(i => Text($"lantern {i}", i))], TestContext.Current.CancellationToken));
        (await _index.SearchAsync(new("acme", "lantern", 1), TestContext.Current.CancellationToken)).Single().Version.VersionHash.ShouldBe("v1");
    }

    protected override IPassageIndex Create() => _index;
}

/// <summary>The built-in embeddings, without a gateway.</summary>
internal static class HashedNGrams
{
    public static PassageEmbedder Embedder()
    {
        var options = new ModelOptions { Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "hashed-ngrams" };
        return new PassageEmbedder(new HashedNGramProvider().CreateEmbedding("hashed-ngrams", options).Value);
    }
}
