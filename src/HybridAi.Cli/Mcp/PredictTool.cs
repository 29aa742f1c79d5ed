using System.ComponentModel;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Prediction;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Mcp;

/// <summary>What is to be predicted.</summary>
/// <param name="Project">The project.</param>
/// <param name="Texts">The texts.</param>
internal sealed record PredictArguments(
    [property: Description("The project's name.")] string Project,
    [property: Description("The texts to label, each on its own; for a project over rows each row as a JSON object of values by column.")] IReadOnlyList<string> Texts);

/// <summary>What was predicted.</summary>
/// <param name="Predictions">One for each text, in order; one that can't be answered holds a fault.</param>
internal sealed record PredictAnswer(IReadOnlyList<Prediction> Predictions);

/// <summary><c>predict</c>: texts along the project's live route.</summary>
internal static class PredictTool
{
    public static McpServerTool Create(Stages stages) => new StageTool<PredictArguments>(
        "predict",
        "Predicts the label of each text along the project's live route: the cheapest tier that is shown to be good enough answers. Says confidence, tier, reason, cost and the versions it came from.",
        readOnly: false,
        async (arguments, cancellation) =>
        {
            if ((await stages.Get<ProjectStore>().FindAsync(arguments.Project, cancellation)).Fault is { } unknown) return unknown;
            var texts = arguments.Texts.Select(text => new PredictionRequest(null, text)).ToList();
            return (await stages.Get<Predictor>().PredictAsync(arguments.Project, texts, cancellation)).Then<object>(predictions => new PredictAnswer(predictions));
        });
}
