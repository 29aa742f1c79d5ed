using System.ComponentModel;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Mcp;

/// <summary>What is asked, and of whom.</summary>
/// <param name="Project">The project that pays.</param>
/// <param name="Question">The question.</param>
/// <param name="Model">The model.</param>
/// <param name="MaxTokens">The longest answer.</param>
internal sealed record AskArguments(
    [property: Description("The project that the call is booked for; its budget pays.")] string Project,
    [property: Description("The question, with all that the model needs to know.")] string Question,
    [property: Description("An alias of the catalogue, or auto: the cheapest model that can serve the question.")] string Model = AutoModel.Name,
    [property: Description("The most tokens that the answer may have, 1 to 100000.")] int MaxTokens = 1_000);

/// <summary>What was answered.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Model">The alias that answered.</param>
/// <param name="CostUsd">What it cost; null where the price is unknown.</param>
/// <param name="LatencyMs">How long it took; null where that was not measured.</param>
/// <param name="FromCache">Whether nobody was called because an equal question had been answered.</param>
internal sealed record AskAnswer(string Text, string Model, decimal? CostUsd, double? LatencyMs, bool FromCache);

/// <summary><c>ask</c>: one question to a model, through the gateway with its budgets, cache and records.</summary>
internal static class AskTool
{
    private const int MostTokens = 100_000;

    public static McpServerTool Create(Stages stages) => new StageTool<AskArguments>(
        "ask",
        "Asks a language model one question through the gateway, within the project's budget. Says who answered, what it cost and how long it took.",
        readOnly: false,
        (arguments, cancellation) => AskAsync(stages, arguments, cancellation));

    private static async Task<Outcome<object>> AskAsync(Stages stages, AskArguments arguments, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(arguments.Question)) return Fault.BadInput("question-empty", "The question is empty.", "question");
        if (arguments.MaxTokens is < 1 or > MostTokens) return Fault.BadInput("tokens-out-of-range", $"An answer has 1 to {MostTokens} tokens, not {arguments.MaxTokens}.", "maxTokens");
        if ((await stages.Get<ProjectStore>().FindAsync(arguments.Project, cancellation)).Fault is { } unknown) return unknown;

        ChatMessage[] question = [new(ChatRole.User, arguments.Question)];
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = arguments.MaxTokens };
        var auto = stages.Get<AutoModel>();
        var chosen = arguments.Model == AutoModel.Name ? auto.Choose(ModelNeeds.Of(question, options)) : stages.Get<ModelCatalogue>().Find(arguments.Model);
        if (!chosen.Succeeded(out var model, out var fault)) return fault;
        var requestId = $"mcp-{Guid.CreateVersion7(stages.Get<TimeProvider>().GetUtcNow()):N}";
        new CallContext(arguments.Project, "ask", requestId, RecordId: null, arguments.Question).AttachTo(options);
        try
        {
            var answer = await model.Client.GetResponseAsync(question, options, cancellation);
            return new AskAnswer(
                answer.Text, ServedBy.Of(answer)?.Alias ?? model.Alias, answer.CostUsd(), answer.Latency()?.TotalMilliseconds, answer.IsFromCache());
        }
        catch (ModelCallException failure)
        {
            auto.Failed(model.Alias, failure.Fault);
            return failure.Fault;
        }
    }
}
