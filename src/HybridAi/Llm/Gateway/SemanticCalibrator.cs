using System.Numerics.Tensors;

namespace HybridAi.Llm.Gateway;

/// <summary>A question whose right answer is known by its label.</summary>
/// <param name="Text">The question.</param>
/// <param name="Label">Questions of one label have one answer.</param>
public sealed record LabelledQuestion(string Text, string Label);

/// <summary>Finds a project's threshold on labelled pairs. Where none can be shown the project's old one goes: it was shown wrong, or on less.</summary>
public sealed class SemanticCalibrator(ModelCatalogue models, SemanticOptions options, SemanticCalibrationStore store, TimeProvider clock)
{
    private const int TextsAtOnce = 1_000;

    /// <summary>The threshold from pairs that people have judged.</summary>
    /// <returns>The saved calibration, or a fault: <c>semantic-unshown</c>, or that of the embedding model.</returns>
    public Task<Outcome<SemanticCalibration>> FromPairsAsync(string project, IReadOnlyList<SemanticPair> pairs, int seed, CancellationToken cancellation)
        => SaveAsync(project, seed, async embedder =>
        {
            var texts = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().ToList();
            var vectors = texts.Zip(await EmbedAsync(embedder, project, texts, cancellation)).ToDictionary(each => each.First, each => each.Second);
            return [.. pairs.Select(pair => new ScoredPair(TensorPrimitives.Dot(vectors[pair.First], vectors[pair.Second]), pair.Same))];
        }, cancellation);

    /// <summary>
    /// The threshold from labelled questions, as the cache would meet them: a seeded half of them is kept, and each of the others makes a
    /// pair with the nearest kept one. Given the kept half the pairs are independent, as the bound asks.
    /// </summary>
    /// <inheritdoc cref="FromPairsAsync"/>
    public Task<Outcome<SemanticCalibration>> FromLabelledAsync(
        string project, IReadOnlyList<LabelledQuestion> questions, int seed, CancellationToken cancellation)
        => SaveAsync(project, seed, async embedder =>
        {
            // Equal texts are the exact cache's.
            var drawn = questions.DistinctBy(question => question.Text).ToArray();
            new Random(seed).Shuffle(drawn);
            var vectors = await EmbedAsync(embedder, project, drawn.Select(question => question.Text).ToList(), cancellation);
            var kept = Math.Min(drawn.Length / 2, options.MaxQuestions);
            var pairs = new ScoredPair[kept == 0 ? 0 : drawn.Length - kept];
            Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = cancellation }, i => pairs[i] = Nearest(kept + i));
            return pairs;

            ScoredPair Nearest(int asked)
            {
                var (nearest, similarity) = (0, float.NegativeInfinity);
                for (var i = 0; i < kept; i++)
                    if (TensorPrimitives.Dot(vectors[asked], vectors[i]) is var near && near > similarity) (nearest, similarity) = (i, near);
                return new(similarity, drawn[nearest].Label == drawn[asked].Label);
            }
        }, cancellation);

    /// <summary>The embedding model's version of now, or why there is none.</summary>
    public Outcome<string> EmbeddingVersion() => Open().Then<string>(embedder => embedder.Version);

    private Outcome<SemanticEmbedder> Open() => SemanticEmbedder.Open(options.Embedding, models.FindEmbedding);

    private async Task<Outcome<SemanticCalibration>> SaveAsync(
        string project, int seed, Func<SemanticEmbedder, Task<IReadOnlyList<ScoredPair>>> score, CancellationToken cancellation)
    {
        if (!Open().Succeeded(out var embedder, out var fault)) return fault;
        try
        {
            var pairs = await score(embedder);
            if (SemanticThreshold.Choose(pairs, options.MaxFalseHitRate, options.Confidence, seed).Succeeded(out var evidence, out fault))
                return await store.SaveAsync(project, embedder, evidence, cancellation);
            await store.RemoveAsync(project, cancellation);
            return fault;
        }
        catch (ModelCallException failure)
        {
            return failure.Fault;
        }
    }

    private async Task<IReadOnlyList<float[]>> EmbedAsync(SemanticEmbedder embedder, string project, List<string> texts, CancellationToken cancellation)
    {
        var call = new CallContext(project, "semantic-cache", $"calibrate-{Guid.CreateVersion7(clock.GetUtcNow()):N}", RecordId: null, Input: "");
        var vectors = new List<float[]>(texts.Count);
        foreach (var some in texts.Chunk(TextsAtOnce)) vectors.AddRange((await embedder.EmbedAsync(some, call, cancellation)).Vectors);
        return vectors;
    }
}
