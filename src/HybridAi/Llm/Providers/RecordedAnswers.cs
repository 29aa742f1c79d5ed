using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HybridAi.Llm.Providers;

/// <summary>One recorded answer.</summary>
/// <param name="Label">The label that the model gave.</param>
/// <param name="Confidence">Its confidence, where recorded.</param>
/// <param name="CostUsd">What the call cost, where recorded.</param>
/// <param name="Latency">How long it took, where recorded.</param>
/// <param name="Reason">The model's reason, where recorded.</param>
public readonly record struct RecordedAnswer(string Label, double? Confidence, decimal? CostUsd, TimeSpan? Latency, string? Reason);

/// <summary>
/// The answers of one file, by model and by the hash of the text: texts themselves are not kept. Where a text stands in the file twice,
/// its first answer counts.
/// </summary>
public sealed class RecordedAnswers
{
    private readonly Dictionary<string, Dictionary<UInt128, RecordedAnswer>> _byModel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <summary>The models that the file has answers of, in the order in which they appear.</summary>
    public IReadOnlyCollection<string> Models => _byModel.Keys;

    /// <summary>The model's answer to this text; null where it isn't recorded.</summary>
    public RecordedAnswer? Find(string model, string text)
        => _byModel.TryGetValue(model, out var answers) && answers.TryGetValue(Key(text), out var answer) ? answer : null;

    /// <summary>Keeps an answer. For the reader of the file alone: once shared, the answers stand.</summary>
    internal void Add(string model, string text, RecordedAnswer answer)
    {
        if (!_byModel.TryGetValue(model, out var answers)) _byModel[model] = answers = [];
        answers.TryAdd(Key(text), answer with { Label = OneInstance(answer.Label) });
    }

    // Labels repeat on every line: one string each, however long the file.
    private string OneInstance(string label)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_labels, label, out _);
        return known ??= label;
    }

    // 128 bits of SHA-256: no two texts of any file will meet by chance.
    private static UInt128 Key(string text)
        => MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
