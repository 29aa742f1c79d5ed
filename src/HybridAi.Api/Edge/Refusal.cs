using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>A fault as the caller sees it: a problem with a stable type, the reason as detail, and the place.</summary>
internal static class Refusal
{
    private const string TypePrefix = "urn:hybridai:";

    public static ProblemHttpResult Of(Fault fault) => TypedResults.Problem(Problem(fault));

    public static ProblemDetails Problem(Fault fault) => Problem(StatusOf(fault.Kind), fault.Code, fault.Reason, fault.Place);

    /// <summary>A body over its bound, which no kind of fault stands for: only the edge knows about bodies.</summary>
    public static ProblemHttpResult TooLarge(string code, string reason) => TypedResults.Problem(Problem(StatusCodes.Status413PayloadTooLarge, code, reason));

    public static ProblemHttpResult UnsupportedType(string reason)
        => TypedResults.Problem(Problem(StatusCodes.Status415UnsupportedMediaType, "content-type-unsupported", reason));

    public static ProblemDetails Problem(int status, string code, string reason, string? place = null)
    {
        var problem = new ProblemDetails { Status = status, Title = TitleOf(status), Type = TypeOf(code), Detail = reason };
        if (place is not null) problem.Extensions["place"] = place;
        return problem;
    }

    public static string TypeOf(string code) => TypePrefix + code;

    public static bool IsOurs(ProblemDetails problem) => problem.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) == true;

    public static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The input can't be used as it is",
        StatusCodes.Status401Unauthorized => "It is not known who asks",
        StatusCodes.Status403Forbidden => "This is not done for you",
        StatusCodes.Status404NotFound => "There is no such thing",
        StatusCodes.Status405MethodNotAllowed => "This can't be done here",
        StatusCodes.Status409Conflict => "The present state forbids it",
        StatusCodes.Status413PayloadTooLarge => "The body is too large",
        StatusCodes.Status415UnsupportedMediaType => "The body has a type that is not read here",
        StatusCodes.Status429TooManyRequests => "There is more to do than can be done now",
        StatusCodes.Status503ServiceUnavailable => "Something outside did not do its part",
        _ => "Something went wrong",
    };

    private static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.BadInput => StatusCodes.Status400BadRequest,
        FaultKind.NotFound => StatusCodes.Status404NotFound,
        FaultKind.Conflict => StatusCodes.Status409Conflict,
        FaultKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status stands for this kind of fault."),
    };
}
