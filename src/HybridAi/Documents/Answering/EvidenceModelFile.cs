using System.Text.Json;
using HybridAi.Learning.Answering;
using HybridAi.Storage;

namespace HybridAi.Documents.Answering;

/// <summary>The weights of the answerer as a file, by name, and the ones that are shipped. <c>hybridai evaluate answer-weights</c> makes it.</summary>
public static class EvidenceModelFile
{
    /// <summary>The shipped weights for use with the sentence encoder.</summary>
    public const string WithEncoder = "answer-weights.json";

    /// <summary>The shipped weights for words and letters alone.</summary>
    public const string WordsAlone = "answer-weights-words.json";

    private static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    /// <summary>The weights that are part of the product.</summary>
    /// <param name="name"><see cref="WithEncoder"/> or <see cref="WordsAlone"/>.</param>
    /// <exception cref="InvalidDataException">They don't fit the features: the file was not made anew.</exception>
    public static EvidenceModel ReadShipped(string name)
    {
        using var stream = typeof(EvidenceModelFile).Assembly.GetManifestResourceStream(typeof(EvidenceModelFile), name) ?? throw new InvalidDataException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        var read = Read(reader.ReadToEnd());
        return read.Succeeded(out var model, out var fault) ? model : throw new InvalidDataException(fault.Reason);
    }

    /// <summary>The weights of a text, or the fault <c>answer-weights-invalid</c>.</summary>
    public static Outcome<EvidenceModel> Read(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<Form>(json, Json.Options);
            if (file?.Ranking is null || file.Answerability is null) return Wrong("It holds no weights.");
            string[] needed = [.. AnswerabilityFeatures.Names, Form.Intercept];
            var missing = EvidenceRow.Names.Where(name => !file.Ranking.ContainsKey(name)).Concat(needed.Where(name => !file.Answerability.ContainsKey(name))).ToList();
            if (missing.Count > 0) return Wrong($"There is no weight for {string.Join(", ", missing)}.");
            return new EvidenceModel([.. EvidenceRow.Names.Select(name => file.Ranking[name])], [.. needed.Select(name => file.Answerability[name])], file.Threshold);
        }
        catch (JsonException broken)
        {
            return Wrong(broken.Message);
        }
    }

    /// <summary>The weights as text.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="learntFrom">What they were learnt from, for a person.</param>
    public static string Write(EvidenceModel model, string learntFrom) => JsonSerializer.Serialize(
        new Form(
            learntFrom, model.Threshold, EvidenceRow.Names.Zip(model.Ranking).ToDictionary(pair => pair.First, pair => Math.Round(pair.Second, 4)),
            AnswerabilityFeatures.Names.Append(Form.Intercept).Zip(model.Answerability).ToDictionary(pair => pair.First, pair => Math.Round(pair.Second, 4))), Written) + "\n";

    private static Fault Wrong(string reason) => Fault.BadInput("answer-weights-invalid", $"The answerer's weights can't be read: {reason}");

    private sealed record Form(string LearntFrom, double Threshold, Dictionary<string, double> Ranking, Dictionary<string, double> Answerability)
    {
        public const string Intercept = "intercept";
    }
}
