using System.ComponentModel;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Serve.Prediction;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Mcp;

/// <summary>What is to be labelled, and by whom.</summary>
/// <param name="Project">The project.</param>
/// <param name="Labeller">Who labels.</param>
/// <param name="Texts">The texts.</param>
internal sealed record LabelArguments(
    [property: Description("The project's name; its labels, definitions and guideline are what the labeller goes by.")] string Project,
    [property: Description("Who labels: lexical, llm:ALIAS or recorded:MODEL. A model of the catalogue costs money.")] string Labeller,
    [property: Description("The texts to label, each on its own. They are not stored as records.")] IReadOnlyList<string> Texts);

/// <summary>What a labeller proposed.</summary>
/// <param name="Labeller">Who.</param>
/// <param name="Version">The hash of all that decides its answers.</param>
/// <param name="Proposals">One for each text, in order; one without a label says why in its fault.</param>
internal sealed record LabelAnswer(string Labeller, string Version, IReadOnlyList<Proposal> Proposals);

/// <summary><c>label</c>: what one labeller proposes for texts that need not be records. Every paid call stands in the ledger.</summary>
internal static class LabelTool
{
    private const int Concurrency = 8;

    public static McpServerTool Create(Stages stages) => new StageTool<LabelArguments>(
        "label",
        "Asks one labeller for its proposal on each text, whatever route is live. Says label, confidence, reason and cost. Proposals are not stored and train nothing.",
        readOnly: false,
        (arguments, cancellation) => LabelAsync(stages, arguments, cancellation));

    private static async Task<Outcome<object>> LabelAsync(Stages stages, LabelArguments arguments, CancellationToken cancellation)
    {
        if (Unfit(arguments.Texts, stages.Get<PredictionOptions>().MaxTexts, stages.Get<IngestionOptions>().MaxTextCharacters) is { } unfit) return unfit;
        if (!(await stages.Get<ProjectStore>().FindAsync(arguments.Project, cancellation)).Succeeded(out var project, out var fault)) return fault;
        var reviewed = await stages.Get<ReviewedTexts>().ForTrainingAsync(project.Definition, cancellation);
        var made = stages.Get<LabellerFamily>().Create(arguments.Labeller, new LabellerContext(project.Definition, reviewed));
        if (!made.Succeeded(out var labeller, out fault)) return fault;

        var requestId = $"mcp-{Guid.CreateVersion7(stages.Get<TimeProvider>().GetUtcNow()):N}";
        var proposals = new Proposal[arguments.Texts.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, proposals.Length),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation },
            async (i, token) => proposals[i] = await labeller.ProposeAsync(new(requestId, $"{requestId}-{i}", arguments.Texts[i]), token));
        return new LabelAnswer(labeller.Name, labeller.Version, proposals);
    }

    private static Fault? Unfit(IReadOnlyList<string> texts, int maxTexts, int maxCharacters)
    {
        if (texts.Count == 0 || texts.Count > maxTexts) return Fault.BadInput("texts-missing", $"1 to {maxTexts} texts are labelled at once, not {texts.Count}.", "texts");
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i])) return Fault.BadInput("text-empty", "The text is empty.", $"texts[{i}]");
            if (texts[i].Length > maxCharacters)
                return Fault.BadInput("text-too-long", $"The text has {texts[i].Length} characters; at most {maxCharacters} are read.", $"texts[{i}]");
        }

        return null;
    }
}
