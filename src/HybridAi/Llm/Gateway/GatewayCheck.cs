using System.ComponentModel.DataAnnotations;

namespace HybridAi.Llm.Gateway;

/// <summary>What is wrong with the gateway's part of the settings: ranges, bounds that cross, and failover that leads nowhere or in a circle.</summary>
internal static class GatewayCheck
{
    /// <summary>The faults of one model's own settings, with their place below the alias.</summary>
    public static IEnumerable<Fault> OfModel(ModelOptions model)
    {
        (string Name, object Value)[] groups =
        [
            (nameof(model.RateLimit), model.RateLimit), (nameof(model.Concurrency), model.Concurrency),
            (nameof(model.Retry), model.Retry), (nameof(model.CircuitBreaker), model.CircuitBreaker),
        ];
        foreach (var (name, value) in groups)
        {
            List<ValidationResult> wrong = [];
            Validator.TryValidateObject(value, new ValidationContext(value), wrong, validateAllProperties: true);
            foreach (var result in wrong) yield return Wrong(result.ErrorMessage ?? "is not valid", $"{name}:{string.Join(", ", result.MemberNames)}");
        }

        if (model.Kind == ModelKind.Embedding && model.LongText != LongTextRule.Refuse)
            yield return Wrong("A text that is embedded is never cut: its vector would pass for one of the whole.", nameof(model.LongText));
        if (model.Kind == ModelKind.Chat && model.VectorSpace is not null)
            yield return Wrong("Only embedding models have a vector space.", nameof(model.VectorSpace));
        var limit = model.Concurrency;
        if (limit.Least > limit.Initial || limit.Initial > limit.Most)
            yield return Wrong("Least, Initial and Most stand in this order, from small to large.", nameof(model.Concurrency));
    }

    /// <summary>The faults of the failover lists of all models together.</summary>
    public static IEnumerable<(string Alias, Fault Fault)> OfFailover(IReadOnlyDictionary<string, ModelOptions> models)
    {
        foreach (var (alias, model) in models.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            foreach (var other in model.Failover.Where(other => !models.ContainsKey(other)))
                yield return (alias, Wrong($"There is no model '{other}' to fail over to.", nameof(model.Failover)));
            foreach (var twice in model.Failover.CountBy(other => other, StringComparer.Ordinal).Where(count => count.Value > 1))
                yield return (alias, Wrong($"'{twice.Key}' stands in the list twice.", nameof(model.Failover)));
            foreach (var other in model.Failover)
                if (models.TryGetValue(other, out var next) && Unlike(model, other, next) is { } reason)
                    yield return (alias, Wrong(reason, nameof(model.Failover)));
            if (Circle(alias, models) is { } circle)
                yield return (alias, Wrong($"The failover goes in a circle: {string.Join(" → ", circle)}. Say which model is the last resort.", nameof(model.Failover)));
        }
    }

    // Vectors of two models can be compared only where somebody knows that they lie in one space, which no call shows.
    private static string? Unlike(ModelOptions model, string other, ModelOptions next)
    {
        if (model.Kind != next.Kind) return $"'{other}' is of another kind: chat models stand in for chat models, embedding models for embedding models.";
        if (model.Kind == ModelKind.Chat) return null;
        if (string.IsNullOrWhiteSpace(model.VectorSpace) || model.VectorSpace != next.VectorSpace)
            return $"'{other}' is not said to give vectors of the same space: name one {nameof(model.VectorSpace)} for both where it does, or leave the failover out.";
        return model.Dimensions == next.Dimensions ? null : $"'{other}' gives vectors of another length: state the same {nameof(model.Dimensions)} for both.";
    }

    // The shortest way from a model back to itself, by breadth.
    private static List<string>? Circle(string alias, IReadOnlyDictionary<string, ModelOptions> models)
    {
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var next = new Queue<string>([alias]);
        while (next.TryDequeue(out var at))
            foreach (var other in models.TryGetValue(at, out var model) ? model.Failover : [])
            {
                if (other == alias)
                {
                    List<string> way = [alias];
                    for (var step = at; step != alias; step = from[step]) way.Insert(0, step);
                    way.Insert(0, alias);
                    return way;
                }

                if (from.TryAdd(other, at)) next.Enqueue(other);
            }

        return null;
    }

    private static Fault Wrong(string reason, string place) => Fault.BadInput("model-settings", reason, place);
}
