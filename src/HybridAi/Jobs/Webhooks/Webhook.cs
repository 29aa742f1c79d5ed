namespace HybridAi.Jobs.Webhooks;

/// <summary>An address that is told what happens in a project.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Url">Where to post.</param>
/// <param name="Events">Of what it is told; see <see cref="WebhookEvents"/>.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record Webhook(string Id, string Project, Uri Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt);

/// <summary>A webhook that was just created, with the secret that signs its deliveries: shown this once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">The key of the signature.</param>
public sealed record IssuedWebhook(Webhook Webhook, string Secret);
