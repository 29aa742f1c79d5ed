using System.CommandLine;
using HybridAi.Curate.Labelling;

namespace HybridAi.Cli.Verbs;

/// <summary>The options that say how a model is asked for labels.</summary>
internal sealed class AskOptions
{
    private readonly Option<int> _batch = Number("--batch", "Records in one call (1 to 50).", AskSettings.Plain.Batch);
    private readonly Option<string?> _shots = new("--shots") { Description = $"Show reviewed examples of the training part: {string.Join(", ", ShotFamily.Names)}.", HelpName = "NAME" };
    private readonly Option<int> _shotCount = Number("--shot-count", "How many examples (1 to 32).", AskSettings.Plain.ShotCount);
    private readonly Option<int> _shortlist = Number("--shortlist", "Ask with the so many likeliest labels first; 0: with all at once.", AskSettings.Plain.Shortlist);
    private readonly Option<int> _samples = Number("--samples", "Ask so often with chance in the answer; the majority counts (1 to 25).", AskSettings.Plain.Samples);
    private readonly Option<int> _seed = Number("--shot-seed", "The chance in the choice of examples.", AskSettings.Plain.Seed);

    public IEnumerable<Option> All => [_batch, _shots, _shotCount, _shortlist, _samples, _seed];

    public AskSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_batch), parsed.GetValue(_shots), parsed.GetValue(_shotCount), parsed.GetValue(_shortlist), parsed.GetValue(_samples), parsed.GetValue(_seed));

    private static Option<int> Number(string name, string description, int usual)
        => new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
}
