using System.Text.RegularExpressions;

namespace HybridAi.Llm.Prompts;

/// <summary>The names that a template asks its values by. What stands inside <c>#each</c> or <c>#with</c> belongs to the item and is passed over.</summary>
internal static partial class PromptNames
{
    /// <summary>Each name with its place, in order.</summary>
    public static IEnumerable<(string Name, int Offset)> Of(string template)
    {
        var inItem = 0;
        foreach (var tag in Tag().Matches(template).Cast<Match>())
        {
            var words = tag.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0) continue;
            var opensItem = words[0] is "#each" or "#with";
            if (words[0] is "/each" or "/with") inItem--;
            var names = words[0][0] switch
            {
                '#' => words[1..],
                '/' or '!' => [],
                _ when words[0] == "else" => [],
                _ => words,
            };
            if (inItem == 0)
                foreach (var name in names.Where(name => name[0] is not ('@' or '"' or '\'') && name != "this"))
                    yield return (name.Split('.')[0], tag.Index);
            if (opensItem) inItem++;
        }
    }

    [GeneratedRegex(@"\{\{\{?[~&]?(?<words>[^{}]*?)~?\}?\}\}")]
    private static partial Regex Tag();
}
