using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai review doubt</c>: how doubtful the labels are.</summary>
internal static class ReviewDoubtVerb
{
    public static Command Create()
    {
        var (labeller, seed) = (CommonOptions.Labeller(), CommonOptions.Seed());
        var top = new Option<int>("--top") { Description = "Show so many of the most doubtful.", DefaultValueFactory = _ => 10, HelpName = "N" };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError("--top is at least 0.");
        });
        return Verb.OverProject("doubt", "Estimate how doubtful each label is.", async (stages, project, parsed, cancellation) =>
        {
            var outcome = await Progress.ShowAsync("doubt", display =>
            {
                display.Report(new(0, null, Phase: "look-alikes, students, votes"));
                return stages.Get<DoubtScores>().RunAsync(project.Definition, parsed.GetValue(labeller), parsed.GetValue(seed), cancellation);
            });
            if (!outcome.Succeeded(out var summary, out var fault)) return fault;
            var weights = summary.Learned ? $"learned from {Output.Count(summary.Reviewed)} reviewed" : "as stated: too few are reviewed to learn from";
            Output.Line($"{summary.Version[..12]}  {summary.Labeller}: {Output.Count(summary.Records)} labels, about {Output.Count(summary.LikelyWrong)} wrong; weights {weights}");
            foreach (var doubt in await stages.Get<DoubtStore>().MostDoubtfulAsync(project.Definition.Name, parsed.GetValue(top), cancellation))
            {
                var strongest = doubt.Parts.OrderByDescending(part => part.Value).Take(3).Select(part => part.Key);
                Output.Line($"  {doubt.RecordId}  {doubt.Label}  {Output.Percent(doubt.Score)}: {string.Join(", ", strongest)}");
            }

            return null;
        }, labeller, seed, top);
    }
}
