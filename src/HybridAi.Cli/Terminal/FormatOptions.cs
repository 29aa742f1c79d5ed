using System.CommandLine;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Cli.Terminal;

/// <summary>What a caller may know of a file's format; whatever is not said is found from the content.</summary>
internal sealed class FormatOptions
{
    private readonly Option<SourceFormat?> _format = new("--format")
    {
        Description = "csv, tsv or jsonl (default: found out).",
        HelpName = "FORMAT",
        CustomParser = token =>
        {
            switch (token.Tokens[0].Value)
            {
                case "csv": return SourceFormat.Csv;
                case "tsv": return SourceFormat.Tsv;
                case "jsonl": return SourceFormat.JsonLines;
                default:
                    token.AddError($"--format is csv, tsv or jsonl, not '{token.Tokens[0].Value}'.");
                    return null;
            }
        },
    };

    private readonly Option<char?> _delimiter = Character("--delimiter", "What sets values apart (default: found out).");
    private readonly Option<char?> _quote = Character("--quote", "What encloses values (default: found out).");
    private readonly Option<string?> _encoding = new("--encoding") { Description = "Such as utf-8 or windows-1252 (default: found out).", HelpName = "NAME" };
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first row is a row; columns are column1, column2 and so on." };

    public IEnumerable<Option> All => [_format, _delimiter, _quote, _encoding, _noHeader];

    public FormatHints Read(ParseResult parsed) => new(
        parsed.GetValue(_format), parsed.GetValue(_delimiter), parsed.GetValue(_quote), parsed.GetValue(_encoding), !parsed.GetValue(_noHeader));

    private static Option<char?> Character(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "CHARACTER",
        CustomParser = token =>
        {
            var value = token.Tokens[0].Value is "\\t" or "tab" ? "\t" : token.Tokens[0].Value;
            if (value.Length == 1) return value[0];
            token.AddError($"{name} is one character or the word tab, not '{value}'.");
            return null;
        },
    };
}
