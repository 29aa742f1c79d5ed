using System.Collections.Concurrent;
using HybridAi.Llm.Gateway;

namespace HybridAi.Llm;

/// <summary>What a call needs of a model.</summary>
/// <param name="InputCharacters">Length of prompt, schema and tools.</param>
/// <param name="OutputTokens">The longest answer that is asked for; null: not bounded by the caller.</param>
/// <param name="Tools">Whether it must be able to call tools.</param>
/// <param name="Logprobs">Whether it must tell log-probabilities.</param>
/// <param name="JsonSchema">Whether it must hold to a JSON schema.</param>
public sealed record ModelNeeds(long InputCharacters, int? OutputTokens = null, bool Tools = false, bool Logprobs = false, bool JsonSchema = false);

/// <summary>
/// Chooses a model for whoever names none: the cheapest that can do what is asked, whose context holds it, and that has not failed within the
/// last half minute in this process. Where all have failed it is the cheapest all the same. Models without a price come last, equals in the
/// order of their aliases. Drawback: cheap and able says nothing about good; which model is good enough is what a certified route is for.
/// </summary>
public sealed class AutoModel(ModelCatalogue models, TimeProvider clock)
{
    /// <summary>The name that stands for the choice.</summary>
    public const string Name = "auto";

    // No tokenizer is at hand: three characters a token is more tokens than English has, and fewer than Chinese.
    private const int CharactersPerToken = 3;
    private const int UsualOutputTokens = 500;
    private const string RefusedRequest = "model-refused-request";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);

    /// <summary>The model for a call, or the fault that says what none can do.</summary>
    public Outcome<Model> Choose(ModelNeeds needs)
    {
        var input = needs.InputCharacters / CharactersPerToken;
        var output = needs.OutputTokens ?? UsualOutputTokens;
        var able = new List<Model>();
        foreach (var alias in models.Aliases)
            if (models.Find(alias).Succeeded(out var model, out _) && Lacks(model, needs) is null && Fits(model, input, needs.OutputTokens)) able.Add(model);
        var now = clock.GetUtcNow();
        return able.OrderBy(HasFailed)
            .ThenBy(model => PriceList.Of(model.Options).At(now).Of(input, output) ?? decimal.MaxValue)
            .ThenBy(model => model.Alias, StringComparer.Ordinal)
            .FirstOrDefault() is { } chosen
                ? chosen
                : Fault.BadInput("model-none-fits", "No configured model can do what is asked within its context; GET /v1/models lists what there is.", "model");
    }

    /// <summary>What this model lacks for a call, as the fault to tell; null where it can do it.</summary>
    public static Fault? Lacks(Model model, ModelNeeds needs)
    {
        var able = model.Options.Capabilities;
        return (needs.Tools && !able.Tools, needs.Logprobs && !able.Logprobs, needs.JsonSchema && !able.JsonSchema) switch
        {
            (true, _, _) => Lacking("call tools", nameof(able.Tools), "tools"),
            (_, true, _) => Lacking("tell log-probabilities", nameof(able.Logprobs), "logprobs"),
            (_, _, true) => Lacking("hold to a JSON schema", nameof(able.JsonSchema), "response_format"),
            _ => null,
        };

        Fault Lacking(string what, string capability, string field) => Fault.BadInput(
            "unsupported-parameter", $"The model '{model.Alias}' is not said to {what} (HybridAi:Llm:Models:{model.Alias}:Capabilities:{capability}).", field);
    }

    /// <summary>Notes that a call of this model failed; what its caller did wrong says nothing about it.</summary>
    public void Failed(string alias, Fault fault)
    {
        if (fault.Kind == FaultKind.Unavailable && fault.Code != RefusedRequest) _failures[alias] = clock.GetTimestamp();
    }

    private static bool Fits(Model model, long input, int? output) => model.Options.ContextTokens is not { } context || input + (output ?? 0) <= context;

    private bool HasFailed(Model model) => _failures.TryGetValue(model.Alias, out var at) && clock.GetElapsedTime(at) < Rest;
}
