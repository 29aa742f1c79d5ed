using System.Collections.Concurrent;
using HybridAi.Llm.Gateway;

namespace HybridAi.Llm;

/// <summary>
/// Chooses a model for whoever names none: the cheapest that can do what is asked, whose context holds it, whose circuit is not open, and
/// that has not failed within the last half minute in this process. Where all have failed it is the cheapest all the same. A stream is asked
/// of a model that streams, where one does. Models without a price come last, equals in the order of their aliases. Drawback: cheap and able
/// says nothing about good; which model is good enough is what a certified route is for.
/// </summary>
public sealed class AutoModel(ModelCatalogue models, TimeProvider clock)
{
    /// <summary>The name that stands for the choice.</summary>
    public const string Name = "auto";

    private const int UsualOutputTokens = 500;
    private const string RefusedRequest = "model-refused-request";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);

    /// <summary>The model for a call, or the fault that says what each of them lacks.</summary>
    /// <param name="needs">What the call needs.</param>
    /// <param name="streams">Whether its answer is wanted in pieces.</param>
    public Outcome<Model> Choose(ModelNeeds needs, bool streams = false)
    {
        var output = needs.OutputTokens ?? UsualOutputTokens;
        var (able, lacking) = (new List<Model>(), new List<string>());
        foreach (var alias in models.Aliases.Order(StringComparer.Ordinal))
            if (models.Find(alias).Succeeded(out var model, out var fault) && (fault = Lacks(model, needs)) is null) able.Add(model);
            else lacking.Add(fault!.Reason);
        var now = clock.GetUtcNow();
        return able.OrderBy(IsInTrouble)
            .ThenBy(model => streams && !model.Options.Capabilities.Streaming)
            .ThenBy(model => PriceList.Of(model.Options).At(now).Of(needs.InputTokens, output) ?? decimal.MaxValue)
            .FirstOrDefault() is { } chosen
                ? chosen
                : Fault.BadInput("model-none-fits", $"No configured model can do what is asked. {string.Join(" ", lacking)}".TrimEnd(), "model");
    }

    /// <summary>Notes that a call of this model failed; what its caller did wrong says nothing about it.</summary>
    public void Failed(string alias, Fault fault)
    {
        if (fault.Kind == FaultKind.Unavailable && fault.Code != RefusedRequest) _failures[alias] = clock.GetTimestamp();
    }

    // An answer that is longer than the model gives would be cut off.
    private static Fault? Lacks(Model model, ModelNeeds needs)
        => needs.LackingOf(model.Alias, model.Options) ?? (needs.OutputTokens > model.Options.MaxOutputTokens
            ? Fault.BadInput("unsupported-parameter", $"The model '{model.Alias}' gives at most {model.Options.MaxOutputTokens} tokens.", "max_tokens")
            : null);

    private bool IsInTrouble(Model model)
        => models.IsLeftAlone(model.Alias) || (_failures.TryGetValue(model.Alias, out var at) && clock.GetElapsedTime(at) < Rest);
}
