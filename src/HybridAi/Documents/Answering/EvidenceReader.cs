using HybridAi.Learning.Answering;
using HybridAi.Llm.Local;

namespace HybridAi.Documents.Answering;

/// <summary>Reads passages for what answers a question: what was learnt of spans, and the encoder that says what they mean.</summary>
public sealed class EvidenceReader
{
    private readonly Lazy<(EvidenceModel Model, TextEncoder? Encoder)> _parts;

    /// <summary>A reader of given parts.</summary>
    /// <param name="model">What was learnt, with the encoder or without as it is used here.</param>
    /// <param name="encoder">The encoder; null: words and letters alone are compared.</param>
    public EvidenceReader(EvidenceModel model, TextEncoder? encoder) => _parts = new((model, encoder));

    private EvidenceReader(Func<(EvidenceModel, TextEncoder?)> parts) => _parts = new(parts);

    /// <summary>What was learnt.</summary>
    public EvidenceModel Model => _parts.Value.Model;

    /// <summary>The encoder; null where there is none.</summary>
    public TextEncoder? Encoder => _parts.Value.Encoder;

    /// <summary>
    /// The shipped reader: with the encoder where it runs, by words alone where it does not or is turned off. Both were learnt on the same questions. The encoder
    /// is opened with the first question.
    /// </summary>
    public static EvidenceReader Shipped(LocalEncoder encoder, RememberedTexts remembered, bool withEncoder) => new(() => withEncoder && encoder.NotAvailable is null
        ? (EvidenceModelFile.ReadShipped(EvidenceModelFile.WithEncoder), remembered.Encode)
        : (EvidenceModelFile.ReadShipped(EvidenceModelFile.WordsAlone), null));
}
