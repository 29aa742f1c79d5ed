using System.CommandLine;

namespace HybridAi.Cli.Terminal;

/// <summary>What several verbs are told in the same way.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> DataDirectory = new("--data-directory")
    {
        Description = "Where database, models and datasets stand (default: ./.hybridai).", Recursive = true, HelpName = "DIR",
    };

    public static readonly Option<string?> Settings = new("--settings")
    {
        Description = "A JSON file of settings that go before all others, such as your own models.", Recursive = true, HelpName = "FILE",
    };

    public static Option<string?> Json() => new("--json") { Description = "Write the figures to this file as JSON.", HelpName = "FILE" };

    public static Option<string?> Labeller() => new("--labeller") { Description = "Whose suggestions: lexical, llm:ALIAS, recorded:MODEL (default: the newest run's).", HelpName = "NAME" };

    public static Option<int> Seed() => new("--seed") { Description = "Another seed, another result; the same seed, the same.", DefaultValueFactory = _ => 1, HelpName = "N" };
}
