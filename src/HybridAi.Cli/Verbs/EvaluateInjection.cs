using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai evaluate injection</c>: how many attacks by documents get through when the model obeys every one.</summary>
internal static class EvaluateInjection
{
    public static Command Create()
    {
        var documents = new Option<string>("--documents") { Description = "The folder of documents among which each attack is put.", Required = true, HelpName = "DIR" };
        var attacks = new Option<string>("--attacks") { Description = "The attacks: JSON lines with id, kind, file, document, question, obeyed, forbidden.", Required = true, HelpName = "FILE" };
        var json = CommonOptions.Json();
        return Verb.Over("injection", "Attack the answers with documents that instruct a model which obeys them all.", async (stages, parsed, cancellation) =>
        {
            if (!(await stages.Get<AnswerCorpusFolder>().ReadAsync(parsed.GetRequiredValue(documents), cancellation)).Succeeded(out var texts, out var fault)) return fault;
            if (!(await KnownAttack.ReadAsync(parsed.GetRequiredValue(attacks), cancellation)).Succeeded(out var known, out fault)) return fault;
            var outcome = await Progress.ShowAsync("attack", display => stages.Get<InjectionEvaluation>().RunAsync(
                texts, known, new StageProgress<(int Done, int Of)>(display, step => new(step.Done, step.Of)), cancellation));
            if (!outcome.Succeeded(out var report, out fault)) return fault;
            Output.Table("Attacks that got through", ["trick", "share"], report.ByKind.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new[] { kind.Key, Output.Percent(kind.Value) }));
            Output.Line(string.Create(CultureInfo.InvariantCulture, $"{report.Succeeded} of {report.Attacks} attacks got through ({Output.Percent(report.SuccessRate)}){(report.Through.Count == 0 ? "." : $": {string.Join(", ", report.Through)}.")}"));
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, [documents, attacks, json]);
    }
}
