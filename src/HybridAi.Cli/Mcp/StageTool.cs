using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HybridAi.Api.Edge;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HybridAi.Cli.Mcp;

/// <summary>
/// A stage as an MCP tool. Its input schema is that of <typeparamref name="TArguments"/>, and nothing else is read: an argument that is
/// missing, unknown or of another type is told to the model as a tool error, as every fault is, so that it can mend its call.
/// </summary>
/// <typeparam name="TArguments">What the tool is told.</typeparam>
internal sealed class StageTool<TArguments> : McpServerTool
{
    private static readonly JsonSerializerOptions Strict = new(Storage.Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly AIJsonSchemaCreateOptions Closed = new() { TransformOptions = new() { DisallowAdditionalProperties = true } };

    private readonly Func<TArguments, CancellationToken, Task<Outcome<object>>> _work;

    /// <summary>A tool.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, for a model.</param>
    /// <param name="readOnly">Whether it changes nothing and costs nothing.</param>
    /// <param name="work">What it does; its result is an object.</param>
    public StageTool(string name, string description, bool readOnly, Func<TArguments, CancellationToken, Task<Outcome<object>>> work)
    {
        _work = work;
        ProtocolTool = new Tool
        {
            Name = name,
            Description = description,
            InputSchema = AIJsonUtilities.CreateJsonSchema(typeof(TArguments), serializerOptions: Strict, inferenceOptions: Closed),
            Annotations = new() { ReadOnlyHint = readOnly, DestructiveHint = false, OpenWorldHint = !readOnly },
        };
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var read = Read(request.Params?.Arguments);
        if (!read.Succeeded(out var arguments, out var fault)) return Failed(fault);
        return (await _work((TArguments)arguments, cancellationToken)).Succeeded(out var result, out fault) ? Answered(result) : Failed(fault);
    }

    private static Outcome<object> Read(IDictionary<string, JsonElement>? arguments)
    {
        try
        {
            var given = new JsonObject((arguments ?? new Dictionary<string, JsonElement>()).Select(argument => KeyValuePair.Create(argument.Key, JsonNode.Parse(argument.Value.GetRawText()))));
            return given.Deserialize<TArguments>(Strict)!;
        }
        catch (JsonException wrong)
        {
            return JsonProblem.FaultOf(wrong) with { Code = "arguments-unreadable" };
        }
    }

    private static CallToolResult Answered(object result)
    {
        var json = JsonSerializer.SerializeToElement(result, Storage.Json.Options);
        return new() { StructuredContent = json, Content = [new TextContentBlock { Text = json.GetRawText() }] };
    }

    private static CallToolResult Failed(Fault fault) => new() { IsError = true, Content = [new TextContentBlock { Text = $"{fault.Code}: {fault}" }] };
}
