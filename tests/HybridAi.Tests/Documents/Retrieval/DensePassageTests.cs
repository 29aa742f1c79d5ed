using FsCheck;
using FsCheck.Fluent;
using HybridAi.Documents;
using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Retrieval;
using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Documents.Retrieval;

public sealed class DensePassageIndexContract : PassageIndexContract, IDisposable
{
    private readonly EmbeddedPassageIndex _index = new(embedder: HashedNGrams.Embedder()) { Rounded = true };

    public void Dispose() => _index.Dispose();

    protected override IPassageIndex Create() => _index;
}

/// <summary>Vectors searched beside words.</summary>
public sealed class DensePassageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meaning_is_found_where_no_word_is_shared_also_after_a_restart()
    {
        using (var first = Index(new Meanings()))
        {
            for (var i = 0; i < 70; i++) await first.ReplaceAsync(Version($"f{i}"), [new(0, 1, "filler about nothing much", [])], Cancellation);
            await first.ReplaceAsync(Version("car"), [new(0, 1, "an automobile", [])], Cancellation);
            await FindsAsync(first);
        }

        using var second = Index(new Meanings());
        await FindsAsync(second);
        await second.CompactAsync("acme", Cancellation);
        await FindsAsync(second);

        static async Task FindsAsync(EmbeddedPassageIndex index)
            => (await index.SearchAsync(new("acme", "vehicle", 1), Cancellation)).Single().Version.DocumentId.ShouldBe("car");
    }

    [Fact]
    public async Task Without_the_model_words_are_searched_alone_and_nothing_is_indexed_without_its_vector()
    {
        var model = new Meanings();
        using var index = Index(model);
        await index.ReplaceAsync(Version("car"), [new(0, 1, "an automobile", [])], Cancellation);
        model.IsDown = true;

        (await index.SearchAsync(new("acme", "automobile", 1), Cancellation)).Single().Version.DocumentId.ShouldBe("car");
        await Should.ThrowAsync<PassageIndexUnavailableException>(() => index.ReplaceAsync(Version("bus"), [new(0, 1, "a bus", [])], Cancellation));
    }

    [Fact]
    public void Rounded_similarities_are_off_by_less_than_a_hundredth()
        => Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(1, 70).ToArbitrary(), (seed, dimensions) =>
        {
            var random = new Random(seed);
            var rows = new VectorRows(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Enumerable.Range(0, 20).SelectMany(_ => Unit()).ToArray().AsSpan()).ToArray(), dimensions);
            var (query, exact, rounded) = (Unit(), new float[20], new float[20]);

            rows.Add(query, exact);
            new ByteVectors(rows).Add(query, rounded);

            exact.Zip(rounded, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(0.01f);

            float[] Unit()
            {
                var vector = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
                var length = MathF.Sqrt(vector.Sum(value => value * value));
                return [.. vector.Select(value => value / length)];
            }
        }).QuickCheckThrowOnFailure();

    private EmbeddedPassageIndex Index(Meanings model) => new(_folder.Root, embedder: new PassageEmbedder(model));

    private static DocumentVersion Version(string id) => new("acme", id, "v1", "", null, [], []);

    // Knows that an automobile is a vehicle, and is sure of nothing else.
    private sealed class Meanings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public bool IsDown { get; set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => IsDown
                ? throw new ModelCallException(Fault.Unavailable("model-down", "The model is down."))
                : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(
                    text.Contains("automobile", StringComparison.Ordinal) || text.Contains("vehicle", StringComparison.Ordinal) ? new float[] { 1, 0, 0 } : new float[] { 0, 1, 0 }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
