using HybridAi.Learning.Answering;
using HybridAi.Learning.Text;
using HybridAi.Llm.Local;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Answering;

/// <summary>Reads passages for what answers a question: what was learnt of spans, and the encoder that says what they mean.</summary>
public sealed partial class EvidenceReader
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
    /// The shipped reader: with the encoder where it runs, by words alone where it does not, which the log then says, or is turned off. Both were learnt on the same
    /// questions. The encoder is opened with the first question.
    /// </summary>
    public static EvidenceReader Shipped(LocalEncoder encoder, RememberedTexts remembered, bool withEncoder, ILogger logger) => new(() =>
    {
        var missing = withEncoder ? encoder.NotAvailable : null;
        if (withEncoder && missing is null) return (EvidenceModelFile.ReadShipped(EvidenceModelFile.WithEncoder), remembered.Encode);
        if (missing is not null) Log.WordsAlone(logger, missing.Reason);
        return (EvidenceModelFile.ReadShipped(EvidenceModelFile.WordsAlone), null);
    });

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Questions are answered by words and letters alone, and fewer of them: {Reason}")]
        public static partial void WordsAlone(ILogger logger, string reason);
    }
}
