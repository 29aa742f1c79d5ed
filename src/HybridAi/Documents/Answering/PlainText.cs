using System.Text.RegularExpressions;

namespace HybridAi.Documents.Answering;

/// <summary>What a model writes, as text and nothing else: an image would be fetched by whoever shows it, and a link may lead anywhere.</summary>
internal static partial class PlainText
{
    /// <summary>The text without images, tags, references and characters that nobody sees; of a link stays what it is called.</summary>
    public static string Of(string written)
    {
        var text = Image().Replace(written, "");
        text = Link().Replace(text, "${text}");
        text = Tag().Replace(text, "");
        text = Unseen().Replace(text, "");
        return Space().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"!\[[^\]]*\](\([^)]*\)?|\[[^\]]*\]?)?")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\](\([^)]*\)?|\[[^\]]*\])|^\s*\[[^\]]+\]:\s*\S+", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"<!--.*?(-->|$)|</?[A-Za-z!?][^>\n]*>?", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\p{Cf}\p{Co}\p{Cn}]|[\p{Cc}-[\s]]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
