using System.Globalization;
using HybridAi.Api.Edge;
using HybridAi.Serve.Prediction;

namespace HybridAi.Api;

/// <summary>
/// How many requests for predictions are worked on at once. One more is refused while refusing is still cheap, with the time after which to come again:
/// a queue would make every answer late and none less work.
/// </summary>
internal sealed class PredictAdmission(PredictionOptions options)
{
    private static readonly string RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
    private int _inside;

    /// <summary>Whether a request may be worked on; who may must <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= options.MaxInFlight) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Refuses a request.</summary>
    public static Task RefuseAsync(HttpContext http, int most)
    {
        http.Response.Headers.RetryAfter = RetryAfter;
        return TypedResults.Problem(Refusal.Problem(
            StatusCodes.Status429TooManyRequests, "too-many-requests", $"{most} requests for predictions are being worked on; come again in a moment (HybridAi:Prediction:MaxInFlight)."))
            .ExecuteAsync(http);
    }

    /// <summary>The same for endpoints.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        var admission = services.GetRequiredService<PredictAdmission>();
        if (!admission.TryEnter())
        {
            await RefuseAsync(context.HttpContext, services.GetRequiredService<PredictionOptions>().MaxInFlight);
            return Results.Empty;
        }

        try
        {
            return await next(context);
        }
        finally
        {
            admission.Leave();
        }
    }
}
