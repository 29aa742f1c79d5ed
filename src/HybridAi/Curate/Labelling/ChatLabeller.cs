using System.Text.Json;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Curate.Labelling;

/// <summary>Asks a model for the label of a text and checks what it says against the schema.</summary>
public sealed class ChatLabeller : ILabeller
{
    /// <summary>The name of the prompt that it renders.</summary>
    public const string PromptName = "label_text";

    private static readonly string[] Asked = ["label", "confidence", "reason"];

    private readonly Model _model;
    private readonly Prompt _prompt;
    private readonly string _project;
    private readonly string _purpose;
    private readonly bool _measures;
    private readonly Dictionary<string, object?> _values;
    private readonly ChatLabellerAnswer _answer;
    private readonly ChatResponseFormat _format;

    /// <summary>A labeller for one project.</summary>
    /// <param name="name">Its name: <c>llm:large</c>, <c>recorded:small</c>.</param>
    /// <param name="model">The model to ask.</param>
    /// <param name="prompt">The prompt to ask with; it takes project, guideline, labels, marker and text.</param>
    /// <param name="project">The project, with its schema.</param>
    /// <param name="purpose">What the calls are for, in the ledger's word.</param>
    /// <param name="measures">Whether what a call costs is to be found out: then no kept answer will do, for it costs nothing.</param>
    public ChatLabeller(string name, Model model, Prompt prompt, Project project, string purpose, bool measures = false)
    {
        _measures = measures;
        (Name, _model, _prompt, _project, _purpose) = (name, model, prompt, project.Name, purpose);
        Version = ContentHash.Of(prompt.Hash, model.Alias, model.Options.Provider, model.Options.Model, project.Hash());
        _answer = new ChatLabellerAnswer(project.Labels);
        _format = ChatResponseFormat.ForJsonSchema(Schema(project.Labels), "label", "One label for one text.");
        _values = new Dictionary<string, object?>
        {
            ["project"] = project.Name,
            ["guideline"] = project.Guideline,
            ["labels"] = project.Labels.Select(label => new Dictionary<string, object?>
            {
                ["name"] = label.Name, ["definition"] = label.Definition, ["guideline"] = label.Guideline,
            }).ToArray(),
        };
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The settings stand in the prompt file and are in its hash. The content of a file of recorded answers is not.</remarks>
    public string Version { get; }

    /// <inheritdoc/>
    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        var values = new Dictionary<string, object?>(_values) { ["marker"] = TextMarker.Of(request.Text), ["text"] = request.Text };
        if (!_prompt.Render(values).Succeeded(out var messages, out var fault)) return Proposal.Failed(fault, 0, null);
        var options = _prompt.Options();
        options.ResponseFormat = _format;
        new CallContext(_project, _purpose, request.RequestId, request.RecordId, request.Text) { BypassCache = _measures }.AttachTo(options);
        try
        {
            var response = await _model.Client.GetResponseAsync(messages, options, cancellation);
            var (cost, latency) = (response.CostUsd(), response.Latency());
            return _answer.Read(response).Succeeded(out var said, out var nonsense)
                ? new Proposal(said.Label, said.Confidence, said.Reason, cost, latency)
                : Proposal.Failed(nonsense, cost, latency);
        }
        catch (ModelCallException failure)
        {
            return Proposal.Failed(failure.Fault, failure.Measure?.CostUsd, failure.Measure?.Latency);
        }
    }

    // Every property is required and no other allowed: what strict structured output asks of a schema.
    private static JsonElement Schema(IReadOnlyList<LabelDefinition> labels) => JsonSerializer.SerializeToElement(new
    {
        type = "object",
        properties = new
        {
            label = new { type = "string", @enum = labels.Select(label => label.Name).ToArray() },
            confidence = new { type = "number" },
            reason = new { type = "string" },
        },
        required = Asked,
        additionalProperties = false,
    });
}
