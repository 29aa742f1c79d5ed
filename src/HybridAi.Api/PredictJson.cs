using System.Text.Json.Serialization;
using HybridAi.Serve.Prediction;

namespace HybridAi.Api;

/// <summary>What predictions are read from and written as, known when the product is built: nothing is looked up at the first request.</summary>
[JsonSerializable(typeof(PredictRequest))]
[JsonSerializable(typeof(PredictItem))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(IReadOnlyList<Prediction>))]
internal sealed partial class PredictJson : JsonSerializerContext;
