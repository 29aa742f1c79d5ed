using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm;

/// <summary>A model's wish that its caller runs a function, with the arguments as the model wrote them: they may be no JSON at all.</summary>
public static class ToolCalls
{
    private const string Key = "arguments";

    /// <summary>The content that stands for a call.</summary>
    /// <param name="id">The call's id, which its result comes back under.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="arguments">The arguments, as written.</param>
    public static FunctionCallContent Content(string id, string name, string arguments)
        => new(id, name, Parse(arguments)) { AdditionalProperties = new() { [Key] = arguments } };

    /// <summary>The arguments as they were written.</summary>
    public static string ArgumentsAsWritten(this FunctionCallContent call)
        => call.AdditionalProperties?.GetValueOrDefault(Key)?.ToString() ?? JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>());

    private static Dictionary<string, object?>? Parse(string arguments)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments);
        }
        catch (JsonException)
        {
            return null; // The text stands all the same.
        }
    }
}
