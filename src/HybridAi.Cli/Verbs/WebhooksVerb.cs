using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Jobs.Webhooks;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai webhooks</c>: other systems are told of what happens in a project.</summary>
internal static class WebhooksVerb
{
    private const int Shown = 50;

    public static Command Create() => Verb.Group(
        "webhooks", "Tell other systems what happens in a project: add, list, remove, test, deliveries.", Add(), List(), Remove(), Test(), Deliveries());

    private static Command Add()
    {
        var url = new Argument<string>("url") { Description = "Where to post." };
        var events = new Option<string[]>("--events")
        {
            Description = $"Of what it is told (default: everything): {string.Join(", ", WebhookEvents.All)}.", AllowMultipleArgumentsPerToken = true, HelpName = "EVENT",
        };
        return Verb.OverProject("add", "Add a webhook; its secret is shown this once.", async (stages, project, parsed, cancellation) =>
        {
            var added = await stages.Get<WebhookStore>().AddAsync(project.Definition.Name, parsed.GetRequiredValue(url), parsed.GetValue(events) ?? [], cancellation);
            if (!added.Succeeded(out var issued, out var fault)) return fault;
            Show([issued.Webhook]);
            Output.Line($"Its secret, which is not shown again: {issued.Secret}");
            return null;
        }, url, events);
    }

    private static Command List() => Verb.OverProject("list", "The project's webhooks.", async (stages, project, _, cancellation) =>
    {
        Show(await stages.Get<WebhookStore>().ListAsync(project.Definition.Name, cancellation));
        return null;
    });

    private static Command Remove() => OverWebhook("remove", "Remove a webhook with what waits for it.", async (stages, webhook, cancellation) =>
    {
        if (!(await stages.Get<WebhookStore>().RemoveAsync(webhook.Project, webhook.Id, cancellation)).Succeeded(out _, out var fault)) return fault;
        Output.Line($"Removed: {webhook.Id}.");
        return null;
    });

    private static Command Test() => OverWebhook("test", "Send a test now, once.", async (stages, webhook, cancellation) =>
    {
        var tested = await stages.Get<WebhookRunner>().TestAsync(webhook, cancellation);
        if (tested.State != DeliveryState.Delivered) return Fault.Unavailable("webhook-test", tested.Error ?? "The webhook is gone.", webhook.Url.ToString());
        Output.Line($"Delivered: status {tested.Status}.");
        return null;
    });

    private static Command Deliveries() => OverWebhook("deliveries", "What was delivered, waits, or was given up.", async (stages, webhook, cancellation) =>
    {
        var deliveries = await stages.Get<DeliveryStore>().ListAsync(webhook.Id, Shown, cancellation);
        Output.Table("Deliveries", ["id", "event", "at", "state", "attempts", "status", "error"], deliveries.Select(delivery => new[]
        {
            delivery.Id, delivery.Event, Output.Moment(delivery.CreatedAt), delivery.State.ToString().ToLowerInvariant(), Output.Count(delivery.Attempts),
            delivery.Status?.ToString(CultureInfo.InvariantCulture) ?? "none", delivery.Error ?? "",
        }));
        return null;
    });

    private static Command OverWebhook(string name, string description, Func<Stages, Webhook, CancellationToken, Task<Fault?>> work)
    {
        var id = new Argument<string>("id") { Description = "The webhook's id." };
        return Verb.OverProject(name, description, async (stages, project, parsed, cancellation) =>
            (await stages.Get<WebhookStore>().FindAsync(project.Definition.Name, parsed.GetRequiredValue(id), cancellation)).Succeeded(out var webhook, out var fault)
                ? await work(stages, webhook, cancellation)
                : fault, id);
    }

    private static void Show(IReadOnlyList<Webhook> webhooks) => Output.Table(
        "Webhooks", ["id", "url", "events", "since"],
        webhooks.Select(webhook => new[] { webhook.Id, webhook.Url.ToString(), string.Join(' ', webhook.Events), Output.Moment(webhook.CreatedAt) }));
}
