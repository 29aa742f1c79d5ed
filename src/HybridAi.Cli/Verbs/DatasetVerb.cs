using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Datasets;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai dataset</c>: freeze what is labelled now.</summary>
internal static class DatasetVerb
{
    public static Command Create() => Verb.Group("dataset", "Freeze labelled records: hashed, split, unchangeable.", Freeze(), List());

    private static Command Freeze()
    {
        var labellers = new Option<string[]>("--labellers")
        {
            Description = "Labellers whose proposals may teach, the preferred first.", AllowMultipleArgumentsPerToken = true, HelpName = "NAME",
        };
        var confidence = new Option<double>("--min-confidence") { Description = "Proposals below it stay out (0 to 1).", HelpName = "P" };
        var noGold = new Option<bool>("--no-gold") { Description = "Leave out the trusted labels that came with the files." };
        var accepted = new Option<bool>("--auto-accepted") { Description = "Let labels teach that stand accepted without a look (see review auto-accept)." };
        return Verb.OverProject("freeze", "Freeze what is labelled now.", async (stages, project, parsed, cancellation) =>
        {
            var options = new FreezeOptions(parsed.GetValue(labellers) ?? [], parsed.GetValue(confidence), !parsed.GetValue(noGold), parsed.GetValue(accepted));
            var frozen = await stages.Get<DatasetFreezer>().FreezeAsync(project, options, cancellation);
            if (!frozen.Succeeded(out var dataset, out var fault)) return fault;
            Output.Line(Describe(dataset.Manifest));
            return null;
        }, labellers, confidence, noGold, accepted);
    }

    private static Command List() => Verb.OverProject("list", "The datasets, newest first.", async (stages, project, _, cancellation) =>
    {
        foreach (var manifest in await stages.Get<DatasetStore>().ListAsync(project.Definition.Name, cancellation)) Output.Line(Describe(manifest));
        return null;
    });

    private static string Describe(DatasetManifest manifest) => string.Join("  ",
    [
        manifest.Hash[..12],
        .. manifest.Rows.Select(part => $"{part.Key.ToString().ToLowerInvariant()} {Output.Count(part.Value)}"),
        .. manifest.Sources.Select(source => $"by {source.Key.ToString().ToLowerInvariant()} {Output.Count(source.Value)}"),
    ]);
}
