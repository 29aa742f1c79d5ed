using System.Numerics.Tensors;
using HybridAi.Learning.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace HybridAi.Llm.Local;

/// <summary>
/// A small sentence encoder that runs in this process: all-MiniLM-L6-v2, 22.7 million weights, 384 numbers a vector, English. It needs no key and no
/// network, is opened when it is first asked and takes about 130 MB from then on. Safe to call from several threads.
/// </summary>
/// <remarks>Wang et al. 2020, "MiniLM"; trained as a sentence encoder by its authors on a billion pairs of sentences. The whole's vector is the mean of the pieces'.</remarks>
public sealed class LocalEncoder : IDisposable
{
    /// <summary>The model's name.</summary>
    public const string ModelName = "all-MiniLM-L6-v2";

    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = 384;

    private const int MostPieces = 254;
    private const int TextsAtOnce = 16;

    private readonly Lazy<Outcome<Opened>> _opened = new(Open);

    /// <summary>Why it can't be used here, <c>encoder-missing</c> or <c>encoder-unusable</c>; null where it can. Opens it.</summary>
    public Fault? NotAvailable => _opened.Value.Succeeded(out _, out var fault) ? null : fault;

    /// <summary>The texts' vectors in their order; of a long text the first 254 word pieces are read.</summary>
    /// <exception cref="InvalidOperationException">It is not available: look at <see cref="NotAvailable"/> first.</exception>
    public IReadOnlyList<EncodedText> Encode(IReadOnlyList<string> texts)
    {
        if (!_opened.Value.Succeeded(out var opened, out var fault)) throw new InvalidOperationException(fault.Reason);
        var pieces = texts.Select(text => PiecesOf(opened, text)).ToArray();
        var encoded = new EncodedText[texts.Count];
        // Texts of one length are computed together: what is shorter than the longest is computed for nothing.
        foreach (var batch in Enumerable.Range(0, texts.Count).OrderBy(i => pieces[i].Count).Chunk(TextsAtOnce)) EncodeTogether(opened, batch, pieces, encoded);
        return encoded;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_opened.IsValueCreated && _opened.Value.Succeeded(out var opened, out _)) opened.Session.Dispose();
    }

    private static void EncodeTogether(Opened opened, int[] batch, IReadOnlyList<EncodedToken>[] pieces, EncodedText[] encoded)
    {
        var (width, tokenizer) = (pieces[batch[^1]].Count + 2, opened.Tokenizer);
        var (ids, mask) = (new DenseTensor<long>([batch.Length, width]), new DenseTensor<long>([batch.Length, width]));
        for (var row = 0; row < batch.Length; row++)
        {
            var own = pieces[batch[row]];
            ids[row, 0] = tokenizer.ClassificationTokenId;
            for (var i = 0; i < own.Count; i++) ids[row, i + 1] = own[i].Id;
            ids[row, own.Count + 1] = tokenizer.SeparatorTokenId;
            for (var i = 0; i < own.Count + 2; i++) mask[row, i] = 1;
        }

        using var outputs = opened.Session.Run(
        [
            NamedOnnxValue.CreateFromTensor("input_ids", ids), NamedOnnxValue.CreateFromTensor("attention_mask", mask),
            NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<long>([batch.Length, width])),
        ], ["last_hidden_state"]);
        var states = ((DenseTensor<float>)outputs[0].AsTensor<float>()).Buffer.Span;
        for (var row = 0; row < batch.Length; row++)
            encoded[batch[row]] = TextOf(pieces[batch[row]], states.Slice(row * width * Dimensions, (pieces[batch[row]].Count + 2) * Dimensions));
    }

    private static EncodedText TextOf(IReadOnlyList<EncodedToken> pieces, ReadOnlySpan<float> states)
    {
        var mean = new float[Dimensions];
        for (var at = 0; at < states.Length; at += Dimensions) TensorPrimitives.Add(mean, states.Slice(at, Dimensions), mean);
        var vectors = new float[pieces.Count][];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = OfLengthOne(states.Slice((i + 1) * Dimensions, Dimensions));
        return new(OfLengthOne(mean), [.. pieces.Select(piece => piece.Offset.Start.Value)], vectors);
    }

    private static float[] OfLengthOne(ReadOnlySpan<float> vector)
    {
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm(vector), 1e-12f), unit);
        return unit;
    }

    private static List<EncodedToken> PiecesOf(Opened opened, string text) => [.. opened.Tokenizer.EncodeToTokens(text, out _, considerNormalization: true)
        .Where(piece => piece.Id != opened.Tokenizer.ClassificationTokenId && piece.Id != opened.Tokenizer.SeparatorTokenId).Take(MostPieces)];

    private static Outcome<Opened> Open()
    {
        if (!EncoderPackage.Open().Succeeded(out var package, out var fault)) return fault;
        using (package)
        {
            try
            {
                using var vocabulary = package.OpenVocabulary();
                using var options = new SessionOptions { EnableMemoryPattern = false, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
                return new Opened(new InferenceSession(package.ReadModel(), options), BertTokenizer.Create(vocabulary));
            }
            catch (Exception broken) when (broken is OnnxRuntimeException or TypeInitializationException or DllNotFoundException or BadImageFormatException or InvalidDataException)
            {
                return Fault.Unavailable("encoder-unusable", $"The sentence encoder can't run on this machine: {broken.GetBaseException().Message}");
            }
        }
    }

    private sealed record Opened(InferenceSession Session, BertTokenizer Tokenizer);
}
