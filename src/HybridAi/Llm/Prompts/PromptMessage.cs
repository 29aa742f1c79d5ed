using System.Net;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Prompts;

/// <summary>One <c>&lt;message role="…"&gt;</c> of a template.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Fill">Its text with values in place.</param>
internal sealed partial record PromptMessage(ChatRole Role, Func<IReadOnlyDictionary<string, object?>, string> Fill)
{
    // The text goes to a model, not into HTML: nothing is escaped.
    private static readonly IHandlebars Handlebars = HandlebarsDotNet.Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });

    /// <summary>
    /// The messages of a template. It is cut at its tags first and each message is compiled on its own, so that no value can open or close
    /// a message. The tags are XML, as Semantic Kernel reads them: <c>&amp;lt;</c> in the file is a <c>&lt;</c> in the message.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="fault">What is wrong, and where in the template; null when nothing is.</param>
    public static IReadOnlyList<PromptMessage> Parse(string template, out (int Offset, string Reason)? fault)
    {
        List<PromptMessage> messages = [];
        var end = 0;
        foreach (var block in Block().Matches(template).Cast<Match>())
        {
            if (!string.IsNullOrWhiteSpace(template[end..block.Index])) break;
            if (RoleOf(block.Groups["role"].Value) is not { } role)
            {
                fault = (block.Index, $"There is no role '{block.Groups["role"].Value}': system, user or assistant.");
                return [];
            }

            try
            {
                var filled = Handlebars.Compile(WebUtility.HtmlDecode(block.Groups["content"].Value));
                messages.Add(new PromptMessage(role, values => filled(values).Trim()));
            }
            catch (HandlebarsException failure)
            {
                fault = (block.Groups["content"].Index, $"The template can't be compiled: {failure.Message}");
                return [];
            }

            end = block.Index + block.Length;
        }

        fault = string.IsNullOrWhiteSpace(template[end..]) ? null : (end, "Text stands outside of <message role=\"…\"> blocks.");
        if (fault is null && messages.Count == 0) fault = (0, "The template holds no message.");
        return messages;
    }

    private static ChatRole? RoleOf(string name) => name switch
    {
        "system" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        _ => null,
    };

    [GeneratedRegex("""<message role="(?<role>[^"]*)">(?<content>.*?)</message>""", RegexOptions.Singleline)]
    private static partial Regex Block();
}
