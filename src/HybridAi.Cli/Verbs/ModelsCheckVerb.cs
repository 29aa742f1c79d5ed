using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;
using HybridAi.Storage;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai models check</c>: one line for each model of the settings, and whether it can be used.</summary>
internal static class ModelsCheckVerb
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        return Verb.Alone("check", "Ask each model of the settings one small question: reachable, price, capabilities, latency.", async (parsed, cancellation) =>
        {
            await using var stages = Stages.Open(parsed.GetValue(CommonOptions.DataDirectory), parsed.GetValue(CommonOptions.Settings), checkModels: false);
            if (PromptLibrary.Load(stages.Get<HybridAiOptions>().Llm.PromptDirectory).Fault is { } broken) return broken;
            await stages.Get<Migrator>().MigrateAsync(cancellation);
            var checks = await stages.Get<ModelChecks>().RunAsync(cancellation);
            foreach (var check in checks) Output.Line(Line(check));
            if (checks.Count == 0) Output.Line("No model stands under HybridAi:Llm:Models.");
            if (await Output.WriteJsonAsync(parsed.GetValue(json), checks, cancellation) is { } unwritten) return unwritten;
            var failed = checks.Where(check => check.Fault is not null).Select(check => check.Alias).ToList();
            return failed.Count == 0 ? null : Fault.BadInput("models-unusable", $"{failed.Count} of {checks.Count} models can't be used: {string.Join(", ", failed)}.");
        }, json);
    }

    private static string Line(ModelCheck check)
    {
        var name = $"{check.Alias}: {check.Provider} {check.Model}{(check.Host is { } host ? $" at {host}" : "")}";
        if (check.Fault is { } fault) return $"{name}: FAILED ({fault.Code}): {fault}";
        List<string> parts = [check.Host is null ? "ready" : "reachable", $"price {Price(check)}"];
        if (check.Kind == ModelKind.Chat) parts.Add(Capabilities(check.Capabilities));
        parts.Add(check.Latency is { } latency ? Output.Time(latency) : "no call");
        parts.AddRange(check.Notes);
        return $"{name}: {string.Join("; ", parts)}";
    }

    private static string Price(ModelCheck check)
    {
        var price = check.Price;
        if (check.Host is null && !price.IsKnown) return "none: nobody is called";
        if (!price.IsKnown) return "unknown";
        var cached = price.CachedInputUsdPerMillion is { } known ? $", {Usd(known)} cached" : "";
        var output = check.Kind == ModelKind.Chat ? $", {Usd(price.OutputUsdPerMillion!.Value)} out" : "";
        var since = price.From is { } from ? string.Create(CultureInfo.InvariantCulture, $" since {from:yyyy-MM-dd}") : ", undated";
        return $"{Usd(price.InputUsdPerMillion!.Value)} in{cached}{output} per million tokens{since}";
    }

    private static string Capabilities(CapabilityOptions can)
    {
        var names = new[] { (can.JsonSchema, "json schema"), (can.Logprobs, "logprobs"), (can.Tools, "tools"), (can.Streaming, "streaming") };
        return string.Join(", ", names.Where(name => name.Item1).Select(name => name.Item2)) is { Length: > 0 } list ? list : "plain text only";
    }

    private static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.####}");
}
