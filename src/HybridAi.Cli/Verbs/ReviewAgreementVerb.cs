using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Review;
using HybridAi.Learning.Statistics;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai review agreement</c>: how far the people of a project agree.</summary>
internal static class ReviewAgreementVerb
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        return Verb.OverProject("agreement", "How far people agree: Cohen's kappa of every two, Krippendorff's alpha of all.", async (stages, project, parsed, cancellation) =>
        {
            var report = await stages.Get<ReviewAgreement>().OfAsync(project.Definition.Name, cancellation);
            Output.Table("Cohen's kappa", ["annotators", "records of both", "kappa"], report.Pairs.Select(pair => new[]
            {
                $"{pair.First}, {pair.Second}", Output.Count(pair.Kappa.Items), Describe(pair.Kappa),
            }));
            Output.Line($"Krippendorff's alpha of {report.Annotators.Count} annotators on {Output.Count(report.Alpha.Items)} records: {Describe(report.Alpha)}");
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, json);
    }

    private static string Describe(Agreement agreement) => agreement.Value is { } value ? Output.Decimal(value) : $"undefined: {agreement.Undefined}";
}
