using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Jobs.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>A webhook to add.</summary>
/// <param name="Url">Where to post.</param>
/// <param name="Events">Of what it is told: label.created, run.completed, queue.empty, route.floor-broken, route.promoted, route.rolled-back; left out: of everything.</param>
public sealed record WebhookRequest([property: Required] string Url, IReadOnlyList<string>? Events = null);

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where to post.</param>
/// <param name="Events">Of what it is told.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Secret">The key of the signature, once: in the answer that adds it.</param>
public sealed record WebhookAnswer(string Id, Uri Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? Secret)
{
    internal static WebhookAnswer Of(Webhook webhook, string? secret = null) => new(webhook.Id, webhook.Url, webhook.Events, webhook.CreatedAt, secret);
}

/// <summary>Webhooks: other systems are told of what happens in a project.</summary>
internal static class WebhookEndpoints
{
    private const int MostDeliveries = 1_000;

    public static void MapWebhooks(this RouteGroupBuilder v1)
    {
        var webhooks = v1.MapGroup("/projects/{project}/webhooks").WithTags("Webhooks").Needs(Rights.Manage);

        webhooks.MapGet("/", ListAsync)
            .WithSummary("List the project's webhooks")
            .WithDescription("Without their secrets.")
            .Refuses(404);

        webhooks.MapPost("/", AddAsync)
            .Audit("webhook.add")
            .WithSummary("Add a webhook")
            .WithDescription("The answer holds the secret, this once. It signs each delivery: HMAC-SHA256 over time, dot and body.")
            .Refuses(404);

        webhooks.MapDelete("/{id}", RemoveAsync)
            .Audit("webhook.remove", "id")
            .WithSummary("Remove a webhook")
            .WithDescription("With whatever still waits for it, and its log.")
            .Refuses(404);

        webhooks.MapPost("/{id}/test", TestAsync)
            .Audit("webhook.test", "id")
            .WithSummary("Send a test to a webhook now")
            .WithDescription("Once; the answer is the delivery, delivered or dead with the reason.")
            .Refuses(404);

        webhooks.MapGet("/{id}/deliveries", DeliveriesAsync)
            .WithSummary("List a webhook's deliveries, newest first")
            .Refuses(404);
    }

    private static async Task<Results<Ok<IReadOnlyList<WebhookAnswer>>, ProblemHttpResult>> ListAsync(
        string project, ProjectStore projects, WebhookStore webhooks, CancellationToken cancellation)
        => (await projects.FindAsync(project, cancellation)).Succeeded(out _, out var unknown)
            ? TypedResults.Ok<IReadOnlyList<WebhookAnswer>>([.. (await webhooks.ListAsync(project, cancellation)).Select(webhook => WebhookAnswer.Of(webhook))])
            : Refusal.Of(unknown);

    private static async Task<Results<Created<WebhookAnswer>, ProblemHttpResult>> AddAsync(
        string project, WebhookRequest request, ProjectStore projects, WebhookStore webhooks, CancellationToken cancellation)
    {
        if (!(await projects.FindAsync(project, cancellation)).Succeeded(out _, out var fault)) return Refusal.Of(fault);
        return (await webhooks.AddAsync(project, request.Url, request.Events ?? [], cancellation)).Succeeded(out var issued, out fault)
            ? TypedResults.Created($"/v1/projects/{project}/webhooks/{issued.Webhook.Id}", WebhookAnswer.Of(issued.Webhook, issued.Secret))
            : Refusal.Of(fault);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string project, string id, WebhookStore webhooks, CancellationToken cancellation)
        => (await webhooks.RemoveAsync(project, id, cancellation)).Succeeded(out _, out var fault) ? TypedResults.NoContent() : Refusal.Of(fault);

    private static async Task<Results<Ok<Delivery>, ProblemHttpResult>> TestAsync(
        string project, string id, WebhookStore webhooks, WebhookRunner runner, CancellationToken cancellation)
        => (await webhooks.FindAsync(project, id, cancellation)).Succeeded(out var webhook, out var fault)
            ? TypedResults.Ok(await runner.TestAsync(webhook, cancellation))
            : Refusal.Of(fault);

    private static async Task<Results<Ok<IReadOnlyList<Delivery>>, ProblemHttpResult>> DeliveriesAsync(
        string project, string id, WebhookStore webhooks, DeliveryStore deliveries, CancellationToken cancellation,
        [Description("At most so many."), Range(1, MostDeliveries)] int limit = 100)
        => (await webhooks.FindAsync(project, id, cancellation)).Succeeded(out var webhook, out var fault)
            ? TypedResults.Ok(await deliveries.ListAsync(webhook.Id, limit, cancellation))
            : Refusal.Of(fault);
}
