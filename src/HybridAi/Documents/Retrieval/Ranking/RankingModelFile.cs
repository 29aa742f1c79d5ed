using System.Text.Json;
using HybridAi.Learning.Ranking;
using HybridAi.Storage;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>The weights of the lexical re-ranker as a file, by name, and the ones that are shipped.</summary>
public static class RankingModelFile
{
    private const string Shipped = "HybridAi.Documents.Retrieval.Ranking.ranking-weights.json";

    private static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    /// <summary>The weights that are part of the product.</summary>
    public static Outcome<RankingModel> ReadShipped()
    {
        using var stream = typeof(RankingModelFile).Assembly.GetManifestResourceStream(Shipped) ?? throw new InvalidDataException($"The resource {Shipped} is missing.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    /// <summary>The weights of a text, or the fault <c>ranking-weights-invalid</c>.</summary>
    public static Outcome<RankingModel> Read(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<Form>(json, Json.Options)?.Weights is not { } weights) return Wrong("It holds no weights.");
            var missing = RankingFeatures.Names.Where(name => !weights.ContainsKey(name)).ToList();
            return missing.Count > 0 ? Wrong($"There is no weight for {string.Join(", ", missing)}.") : new RankingModel([.. RankingFeatures.Names.Select(name => weights[name])]);
        }
        catch (JsonException broken)
        {
            return Wrong(broken.Message);
        }
    }

    /// <summary>The weights as text.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="learntFrom">What they were learnt from, for a person.</param>
    public static string Write(RankingModel model, string learntFrom) => JsonSerializer.Serialize(
        new Form(learntFrom, RankingFeatures.Names.Zip(model.Weights).ToDictionary(pair => pair.First, pair => Math.Round(pair.Second, 4))), Written) + "\n";

    private static Fault Wrong(string reason) => Fault.BadInput("ranking-weights-invalid", $"The weights of the re-ranker can't be read: {reason}");

    private sealed record Form(string LearntFrom, Dictionary<string, double> Weights);
}
