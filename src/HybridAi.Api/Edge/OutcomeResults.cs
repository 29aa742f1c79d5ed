using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api.Edge;

/// <summary>Outcomes as answers.</summary>
internal static class OutcomeResults
{
    /// <summary>200 with the value, or the problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Outcome<T> outcome)
        where T : notnull
        => outcome.Succeeded(out var value, out var fault) ? TypedResults.Ok(value) : Refusal.Of(fault);

    /// <summary>Says in the API's document with which statuses, beside those of its group, the endpoint refuses.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) endpoint.ProducesProblem(status);
        return endpoint;
    }
}
