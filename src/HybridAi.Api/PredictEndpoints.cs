using System.Text.Json;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api;

/// <summary>One text, one row of fields, or a list of them; not two of these.</summary>
/// <param name="Text">The text, when there is one.</param>
/// <param name="Id">The caller's id for it; left out: one is made.</param>
/// <param name="Items">The texts, when there are several.</param>
/// <param name="MaxCostUsd">No tier is asked whose expected cost goes over what is left of this, for each text.</param>
/// <param name="MaxLatencyMs">Milliseconds from a text's first question on: what would not be done by then is not asked, what is not done is cut off.</param>
/// <param name="MinTier">No answer stands before this tier or a dearer one has answered.</param>
/// <param name="Tier">This tier alone is asked.</param>
/// <param name="Fields">The values of a row by column, for projects over rows: numbers, texts, or null for what is missing.</param>
public sealed record PredictRequest(
    string? Text = null, string? Id = null, IReadOnlyList<PredictItem>? Items = null, decimal? MaxCostUsd = null, int? MaxLatencyMs = null, string? MinTier = null,
    string? Tier = null, IReadOnlyDictionary<string, JsonElement>? Fields = null);

/// <summary>One text or row of several; its own limits go before the request's.</summary>
/// <param name="Text">The text; left out where there are fields.</param>
/// <param name="Id">The caller's id for it; left out: one is made.</param>
/// <param name="MaxCostUsd">As for the request.</param>
/// <param name="MaxLatencyMs">As for the request.</param>
/// <param name="MinTier">As for the request.</param>
/// <param name="Tier">As for the request.</param>
/// <param name="Fields">As for the request.</param>
public sealed record PredictItem(
    string? Text = null, string? Id = null, decimal? MaxCostUsd = null, int? MaxLatencyMs = null, string? MinTier = null, string? Tier = null,
    IReadOnlyDictionary<string, JsonElement>? Fields = null)
{
    internal PredictionRequest ToRequest() => new(Id, Text ?? "") { Fields = Fields };
}

/// <summary>Answers along the live route.</summary>
internal static class PredictEndpoints
{
    private const string RouteMissing = "route-missing";

    public static void MapPredict(this RouteGroupBuilder v1)
    {
        v1.MapPost("/projects/{project}/predict", PredictAsync)
            .WithTags("Predict").Needs(Rights.Predict)
            .WithSummary("Predict labels")
            .WithDescription(
                """
                One text in, one prediction out; several in 'items', an array in their order. A project over rows takes 'fields' in place of 'text'.
                Each says which tier answered and why, what it cost, whether the route's certificate covers it, and which versions it came from.
                Limits on cost, time and tiers hold for each text; an answer that stands only because of them says so in 'degraded'.
                A text of several that can't be answered holds a fault and does not stop the others.
                Where a person was asked, 'askedRecord' says where the answer will be; a label that stands meanwhile says in 'degraded' that it is for the time being,
                and one text without any is 202.
                The header ETag names the route. Ids come back and stand in ledger and decisions; an id twice in one request is refused.
                A request that is sent again under the same Idempotency-Key gets its first answer for a day, and nobody is asked again.
                """)
            .AddOpenApiOperationTransformer(OneOrManyAsync)
            .AddEndpointFilter(PredictAdmission.FilterAsync)
            .AddEndpointFilter(PredictRepeats.FilterAsync)
            .Refuses(404, 409, 413, 429, 503);

        v1.MapPost("/projects/{project}/predict/stream", StreamAsync)
            .WithTags("Predict").Needs(Rights.Predict)
            .WithSummary("Predict labels, line by line")
            .WithDescription(
                """
                One JSON object a line in, as in 'items', and one prediction a line out, in their order and while lines still come: a body of any length.
                A line that can't be read is answered with its number and a fault. A reader that is slow makes the sender wait.
                """)
            .Accepts<PredictItem>(JsonLines<Prediction>.ContentType)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces<Prediction>(contentType: JsonLines<Prediction>.ContentType)
            .Refuses(404, 409, 415, 429, 503);

        v1.MapGet("/projects/{project}/asked/{recordId}", AskedAsync)
            .WithTags("Predict").Needs(Rights.Predict)
            .WithSummary("Read what people say to a text that a route handed to them")
            .WithDescription("'waiting' until enough of them have labelled it, 'disputed' where they differ and a reviewer has to decide, then 'answered' with their label.")
            .Refuses(404);
    }

    /// <summary>The short way for plain requests, and the count of all.</summary>
    public static IServiceCollection AddPredictLane(this IServiceCollection services) => services
        .AddSingleton<PredictCallers>()
        .AddSingleton<PredictAdmission>()
        .AddSingleton<PredictRepeats>()
        .AddSingleton<PredictLane>()
        .AddHostedService(provider => provider.GetRequiredService<PredictionJournal>());

    /// <summary>Lets plain requests take the short way.</summary>
    public static void UsePredictLane(this WebApplication app)
    {
        // Made with the first request: it needs settings that are checked at the start.
        var lane = new Lazy<PredictLane>(app.Services.GetRequiredService<PredictLane>);
        app.Use((http, next) => lane.Value.InvokeAsync(http, next));
    }

    /// <summary>What the caller is told about the prediction of one text.</summary>
    internal static async ValueTask<IResult> ToResultAsync(HttpContext http, string project, Outcome<RoutedPrediction> outcome)
    {
        if (!outcome.Succeeded(out var routed, out var fault))
            return Refusal.Of(await NameAsync(fault, project, http.RequestServices.GetRequiredService<ProjectStore>(), http.RequestAborted));
        http.Response.Headers.ETag = routed.ETag;
        return ResultOf(project, routed.Answer).Result;
    }

    // Of two answers of one status and type the document holds the latter, the list, alone.
    private static Task OneOrManyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var content = operation.Responses!["200"].Content!["application/json"];
        content.Schema = new OpenApiSchema { OneOf = [content.Schema!.Items!, content.Schema] };
        return Task.CompletedTask;
    }

    private static async Task<IResult> StreamAsync(
        string project, HttpContext http, [AsParameters] PayerHeaders headers, Predictor predictor, PredictAdmission admission, PredictionOptions options, IOptions<JsonOptions> json, ProjectStore projects,
        RouteStore routes, CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var invalid)) return Refusal.Of(invalid);
        if (!http.Request.IsOfType(JsonLines<Prediction>.ContentType)) return Refusal.UnsupportedType($"This reads {JsonLines<Prediction>.ContentType}, a JSON object a line.");
        // Once lines go out the status has been told.
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        if (!(await routes.LiveAsync(project, cancellation)).Succeeded(out var live, out var missing)) return Refusal.Of(missing);
        http.Response.Headers.ETag = RouteTag.Of(live.Hash);
        return new PredictStream(predictor, admission, project, payer, options, json.Value.SerializerOptions);
    }

    private static async Task<Results<Ok<Prediction>, Ok<IReadOnlyList<Prediction>>, Accepted<Prediction>, ProblemHttpResult>> PredictAsync(
        string project, PredictRequest request, [AsParameters] PayerHeaders headers, Predictor predictor, ProjectStore projects, HttpResponse response, CancellationToken cancellation)
    {
        if (!headers.Read().Succeeded(out var payer, out var invalid)) return Refusal.Of(invalid);
        if (request.Items?.GroupBy(item => item.Id).FirstOrDefault(same => !string.IsNullOrEmpty(same.Key) && same.Skip(1).Any()) is { Key: { } twice })
            return Refusal.Of(Fault.BadInput("id-repeated", $"Two texts have the id '{twice}': within a request each has its own.", "items"));
        if (request is { Text: not null, Fields: not null }) return Refusal.Of(Fault.BadInput("text-and-fields", "A row is given by its fields alone, without a text.", "fields"));
        if ((request.Text is not null || request.Fields is not null) == request.Items is not null)
            return Refusal.Of(Fault.BadInput("texts-missing", "A prediction needs one of 'text', 'fields' and 'items'."));
        IReadOnlyList<PredictionRequest> texts = request.Items is null
            ? [new PredictItem(request.Text, request.Id, Fields: request.Fields).ToRequest()]
            : [.. request.Items.Select(item => item.ToRequest() with { Limits = new(item.MaxCostUsd, item.MaxLatencyMs, item.MinTier, item.Tier) })];
        var limits = new PredictionLimits(request.MaxCostUsd, request.MaxLatencyMs, request.MinTier, request.Tier);

        if (!(await predictor.PredictAsync(project, payer, texts, limits, cancellation)).Succeeded(out var predictions, out var fault))
            return Refusal.Of(await NameAsync(fault, project, projects, cancellation));
        response.Headers.ETag = RouteTag.Of(predictions[0].Versions.Route);
        if (request.Items is not null) return TypedResults.Ok(predictions);
        return ResultOf(project, predictions[0]).Result switch
        {
            Ok<Prediction> answer => answer,
            Accepted<Prediction> asked => asked,
            var refusal => (ProblemHttpResult)refusal,
        };
    }

    private static Results<Ok<Prediction>, Accepted<Prediction>, ProblemHttpResult> ResultOf(string project, Prediction prediction)
    {
        // A person will answer: where, the caller must hear.
        if (prediction is { Label: null, AskedRecord: { } asked }) return TypedResults.Accepted($"/v1/projects/{Uri.EscapeDataString(project)}/asked/{Uri.EscapeDataString(asked)}", prediction);
        return prediction.Fault is { } failed ? Refusal.Of(OfCaller(failed)) : TypedResults.Ok(prediction);
    }

    private static async Task<Results<Ok<AskedText>, ProblemHttpResult>> AskedAsync(
        string project, string recordId, ReviewIntake people, ProjectStore projects, CancellationToken cancellation)
    {
        if ((await projects.FindAsync(project, cancellation)).Fault is { } unknown) return Refusal.Of(unknown);
        return (await people.FindAsync(project, ReviewRoute.Id(recordId), cancellation)).Succeeded(out var asked, out var fault) ? TypedResults.Ok(asked) : Refusal.Of(fault);
    }

    // Whatever a tier lacks, a file or a model, is nothing that the caller named: to the caller the answer is unavailable.
    private static Fault OfCaller(Fault fault)
        => fault.Kind == FaultKind.BadInput ? fault : Fault.Unavailable(fault.Code, $"No tier could answer; the last one said: {fault.Reason}");

    // A project that does not exist has no route either. Asked for only then: a prediction pays for no look at the project.
    private static async Task<Fault> NameAsync(Fault fault, string project, ProjectStore projects, CancellationToken cancellation)
        => fault.Code == RouteMissing && (await projects.FindAsync(project, cancellation)).Fault is { } unknown ? unknown : fault;
}
