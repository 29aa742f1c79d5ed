using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion;

/// <summary>What in a text speaks to a model and not to a reader, and how surely.</summary>
/// <param name="Score">From 0 to 1: how likely the text wants to steer a model.</param>
/// <param name="Rules">The names of the rules that it met.</param>
public sealed record InstructionFinding(double Score, IReadOnlyList<string> Rules);

/// <summary>
/// Scores how much a text tries to instruct a language model. Each rule has the weight of a chance, and independent signs add up as chances do:
/// 1 − Π(1 − weight). A flag hides nothing: passages enter prompts as data anyway, and a person sees which ones look like an attempt.
/// </summary>
/// <remarks>
/// The rules name the moves that Perez and Ribeiro, Ignore Previous Prompt (2022), and Greshake et al., Not What You've Signed Up For (2023), describe:
/// overriding, taking a role, faking a turn, addressing the model, dictating answers, secrecy, leaking. They are words of English, and whoever
/// paraphrases far enough gets past them.
/// </remarks>
public static partial class InstructionRules
{
    /// <summary>From this score on a passage is flagged.</summary>
    public const double FlaggedFrom = 0.5;

    private static readonly (string Name, double Weight, Regex Rule)[] All =
    [
        ("override", 0.9, Override()),
        ("role", 0.5, Role()),
        ("turn-marker", 0.6, TurnMarker()),
        ("addresses-model", 0.55, AddressesModel()),
        ("dictates-answer", 0.45, DictatesAnswer()),
        ("secrecy", 0.4, Secrecy()),
        ("leak", 0.75, Leak()),
        ("link-with-slots", 0.6, LinkWithSlots()),
        ("encoded", 0.3, Encoded()),
    ];

    /// <summary>Scores a text of any length.</summary>
    public static InstructionFinding Score(string text)
    {
        var innocent = 1.0;
        var met = new List<string>();
        foreach (var (name, weight, rule) in All)
        {
            if (!rule.IsMatch(text)) continue;
            innocent *= 1 - weight;
            met.Add(name);
        }

        return new(1 - innocent, met);
    }

    [GeneratedRegex(
        @"\b(ignore|disregard|forget|override|bypass|do\s+not\s+follow|stop\s+following)\b[^.!?\n]{0,40}\b(previous|prior|above|earlier|preceding|former|other|existing|system|your|all)\b[^.!?\n]{0,30}\b(instructions?|prompts?|rules|guidelines|guardrails|directions|directives|commands|context|messages?|sources|articles|documents|passages)\b",
        Options, Timeout)]
    private static partial Regex Override();

    [GeneratedRegex(
        @"\b(you\s+are\s+now|from\s+now\s+on,?\s+you|pretend\s+(to\s+be|that\s+you|you)|act\s+as\s+(if\s+you|an?\s+(unrestricted|different|new|ai|assistant|expert|developer))|your\s+new\s+(role|task|instructions?|persona|goal)|new\s+(system\s+)?instructions?\s*:|(developer|dan|god|debug|maintenance)\s+mode)\b",
        Options, Timeout)]
    private static partial Regex Role();

    [GeneratedRegex(
        @"(^|\n)\s*[*#>\[(]*\s*(system|assistant|developer)(\s+(message|prompt|note|instruction|override|notice))?\s*[\])*]*\s*:|<\|?\s*/?(im_start|im_end|system|assistant|endoftext)\s*\|?>|\[/?INST\]|<</?SYS>>|(^|\n)\s*#{2,}\s*(system|instruction|response)s?\b|\b(begin|end)\s+(of\s+)?(system|hidden)\s+(prompt|instructions?)\b",
        Options, Timeout)]
    private static partial Regex TurnMarker();

    [GeneratedRegex(
        @"\b(note|notice|message|instructions?|attention|important|reminder|memo|hint)\b[^.!?\n]{0,20}\b(to|for)\b[^.!?\n]{0,25}\b(ai|a\.i\.|llms?|language\s+models?|chat\s?bots?|(ai|virtual|digital|automated|support)\s+(assistants?|agents?|systems?|models?)|assistants?)\b|\b(if|when)\s+you\s+are\s+(an?\s+)?(ai|llm|language\s+model|chat\s?bot|assistant|automated|reading\s+this\s+as)\b|\b(ai|llms?|language\s+models?|chat\s?bots?|ai\s+(assistants?|agents?|systems?|models?)|assistants?)\s*(reading|processing|summari[sz]ing|answering|that\s+read|which\s+read|who\s+read)\b|\b(ai|llms?|language\s+models?|chat\s?bots?|ai\s+(assistants?|agents?|systems?|models?))\b[^.!?\n]{0,20}\b(must|should|shall|are\s+to|is\s+to|are\s+required|are\s+instructed)\b",
        Options, Timeout)]
    private static partial Regex AddressesModel();

    [GeneratedRegex(
        @"\b(when(ever)?|if)\b[^.!?\n]{0,20}\b(asked|asks|answering|questioned|quer(y|ied)|summari[sz]ing)\b[^.!?\n]{0,60}\b(say|answer|reply|respond|state|recommend|tell|claim|output|include|mention|add)\b|\b(always|only|instead,?|must|simply|just)\s+(answer|reply|respond|output|recommend|say|tell\s+(the\s+)?(users?|customers?|readers?|them))\b|\b(answer|reply|respond|output|begin|end|start)\b[^.!?\n]{0,25}\b(with\s+(only\s+)?(the\s+)?(words?|phrase|sentence|text|following)|in\s+your\s+(answer|reply|response)|every\s+(answer|reply|response))\b",
        Options, Timeout)]
    private static partial Regex DictatesAnswer();

    [GeneratedRegex(
        @"\b(do\s+not|don't|don’t|never|without)\s+(mention|mentioning|reveal|revealing|disclose|disclosing|tell|telling|inform|informing|cite|citing|refer|show|acknowledge|say)\b[^.!?\n]{0,50}\b(this|these|note|instructions?|message|paragraph|section|users?|customers?|readers?|anyone|prompt|source)\b",
        Options, Timeout)]
    private static partial Regex Secrecy();

    [GeneratedRegex(
        @"\b(reveal|print|repeat|show|display|output|disclose|leak|dump|list|include|append|quote)\b[^.!?\n]{0,40}\b(system\s+prompt|your\s+(prompt|instructions|rules|configuration)|hidden\s+(prompt|instructions)|initial\s+(prompt|instructions)|secrets?|credentials|environment\s+variables)\b|\b(send|post|forward|upload|transmit|append|include|submit|e-?mail|encode)\b[^.!?\n]{0,60}\b(conversation|chat(\s+history)?|history|session|user'?s?\s+(data|question|message|details)|api\s+keys?|passwords?|tokens?|credentials)\b[^.!?\n]{0,40}\b(to|into|in|at)\b[^.!?\n]{0,20}(https?:|www\.|url|link|image|address|\S+@)",
        Options, Timeout)]
    private static partial Regex Leak();

    [GeneratedRegex(@"https?://[^\s)\]]*(\{[^}\s]*\}|%7B|\$\{|<[^>\s]{0,40}>|\[[A-Z_ ]{3,40}\])", Options, Timeout)]
    private static partial Regex LinkWithSlots();

    [GeneratedRegex(@"\b[A-Za-z0-9+/]{160,}={0,2}", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Encoded();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int Timeout = 2_000;
}
