using System.CommandLine;
using System.Text.Json;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Prompts;
using Microsoft.Extensions.AI;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai prompts</c>: what models are asked with, word for word.</summary>
internal static class PromptsVerb
{
    public static Command Create() => Verb.Group("prompts", "See what models are asked with: list, render, diff.", List(), Render(), PromptsDiffVerb.Create());

    private static Command List() => Verb.Unstored("list", "All prompts: version, hash, what they take.", (stages, _, _) =>
    {
        var prompts = stages.Get<PromptLibrary>();
        Output.Table("Prompts", ["prompt", "version", "hash", "takes"], prompts.Names.Order(StringComparer.Ordinal).Select(name => prompts.Find(name).Value).Select(prompt => new[]
        {
            prompt.Name, prompt.Version, prompt.Hash[..12], string.Join(", ", prompt.Variables.Select(variable => variable.Required ? variable.Name : $"[{variable.Name}]")),
        }));
        return Task.FromResult<Fault?>(null);
    });

    private static Command Render()
    {
        var name = new Argument<string>("prompt") { Description = "The prompt's name." };
        var values = new Option<string[]>("--var") { Description = "A value, as NAME=TEXT or NAME=JSON; repeat for more.", HelpName = "NAME=VALUE" };
        var project = new Option<string?>("--project", "-p") { Description = "For a labelling prompt: the project whose labels are asked for.", HelpName = "NAME" };
        var record = new Option<string?>("--record") { Description = "For a labelling prompt: the record's id.", HelpName = "ID" };
        var text = new Option<string?>("--text") { Description = "For a labelling prompt: a text, in place of a record.", HelpName = "TEXT" };
        var labeller = new Option<string>("--labeller") { Description = "For a labelling prompt: who would be asked.", DefaultValueFactory = _ => "llm:large", HelpName = "NAME" };
        return Verb.Over("render", "Exactly what would be sent, for a record or for given values.", async (stages, parsed, cancellation) =>
        {
            if (!stages.Get<PromptLibrary>().Find(parsed.GetRequiredValue(name)).Succeeded(out var prompt, out var fault)) return fault;
            if (parsed.GetValue(project) is not { } projectName)
            {
                if (!Values(parsed.GetValue(values) ?? []).Succeeded(out var given, out fault)) return fault;
                if (!prompt.Render(given).Succeeded(out var messages, out fault)) return fault;
                Show(messages, prompt.Options());
                return null;
            }

            if (!(await stages.Get<ProjectStore>().FindAsync(projectName, cancellation)).Succeeded(out var found, out fault)) return fault;
            var request = await RequestAsync(stages, projectName, parsed.GetValue(record), parsed.GetValue(text), cancellation);
            if (!request.Succeeded(out var asked, out fault)) return fault;
            var context = new LabellerContext(found.Definition, Reviewed: []);
            if (!stages.Get<LabellerFamily>().Create(parsed.GetRequiredValue(labeller), context).Succeeded(out var made, out fault)) return fault;
            if (made is not ChatLabeller chat) return Fault.BadInput("labeller-unknown", $"The labeller '{made.Name}' asks no model.", "--labeller");
            if (chat.Prompt.Name != prompt.Name)
                return Fault.BadInput("prompt-no-record", $"A record of '{projectName}' is asked about with '{chat.Prompt.Name}'; give --var for '{prompt.Name}'.");
            if (!chat.Prepare(asked).Succeeded(out var call, out fault)) return fault;
            Show(call.Messages, call.Options);
            if (call.Cut is { } cut) Output.Line($"note: {cut}");
            return null;
        }, name, values, project, record, text, labeller);
    }

    private static async Task<Outcome<LabelRequest>> RequestAsync(Stages stages, string project, string? record, string? text, CancellationToken cancellation)
    {
        if (text is not null) return new LabelRequest("render", "text", text);
        if (record is null) return Fault.BadInput("record-missing", "Name the record, or give a text.", "--record");
        return (await stages.Get<Curate.Ingestion.RecordStore>().FindAsync(project, record, cancellation)) is { } found
            ? LabelRequest.For("render", found)
            : Fault.NotFound("record-unknown", $"There is no record '{record}' in '{project}'.", "--record");
    }

    private static Outcome<Dictionary<string, object?>> Values(string[] pairs)
    {
        var values = new Dictionary<string, object?>();
        foreach (var pair in pairs)
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, var value]) return Fault.BadInput("var-unreadable", $"'{pair}' is not NAME=VALUE.", "--var");
            try
            {
                values[name] = value.StartsWith('[') || value.StartsWith('{') ? Plain(JsonSerializer.Deserialize<JsonElement>(value)) : value;
            }
            catch (JsonException)
            {
                return Fault.BadInput("var-unreadable", $"The value of '{name}' looks like JSON and is none.", "--var");
            }
        }

        return values;
    }

    // Templates walk lists and dictionaries, not JSON elements.
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(property => property.Name, property => Plain(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static void Show(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        foreach (var message in messages)
        {
            Output.Line($"--- {message.Role}");
            Output.Line(message.Text);
        }

        Output.Line("--- settings");
        var format = options.ResponseFormat as ChatResponseFormatJson;
        Output.Json(new { options.Temperature, options.MaxOutputTokens, format?.SchemaName, format?.Schema });
    }
}
