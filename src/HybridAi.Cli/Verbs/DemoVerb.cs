using System.CommandLine;
using HybridAi.Cli.Demo;
using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai demo</c>: the whole flow on the sample data.</summary>
internal static class DemoVerb
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        return Verb.Over("demo", "The whole flow on the sample data: no key, no server, no network.", async (stages, parsed, cancellation) =>
        {
            if (!(await new DemoRun(stages, stages.Get<TimeProvider>()).RunAsync(cancellation)).Succeeded(out var figures, out var fault)) return fault;
            DemoSummary.Show(figures);
            return await Output.WriteJsonAsync(parsed.GetValue(json), figures, cancellation);
        }, json);
    }
}
