using System.Security.Cryptography;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Jobs.Webhooks;

/// <summary>The webhooks of all projects.</summary>
public sealed class WebhookStore(IDatabase database, WebhookOptions options, TimeProvider clock)
{
    private const int LongestUrl = 2_000;
    private const int SecretBytes = 32;

    /// <summary>Adds a webhook to a project.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="url">Where to post: https, or http where private addresses are allowed.</param>
    /// <param name="events">Of what it is told; empty: of everything.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Outcome<IssuedWebhook>> AddAsync(string project, string url, IReadOnlyCollection<string> events, CancellationToken cancellation)
    {
        if (!Address(url).Succeeded(out var address, out var fault)) return fault;
        if (events.FirstOrDefault(name => !WebhookEvents.All.Contains(name)) is { } unknown)
            return Fault.BadInput("webhook-event", $"There is no event '{unknown}'; there are {string.Join(", ", WebhookEvents.All)}.", "events");
        var now = clock.GetUtcNow();
        var wanted = events.Count == 0 ? WebhookEvents.All : [.. events.Distinct().Order(StringComparer.Ordinal)];
        var webhook = new Webhook($"hook-{Guid.CreateVersion7(now):N}", project, address, wanted, now);
        var secret = $"whs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO webhooks (id, project, url, events, secret, created_at) VALUES (@Id, @project, @Url, @Events, @secret, @now)",
            new { webhook.Id, project, Url = address.AbsoluteUri, Events = string.Join(' ', wanted), secret, now }, cancellationToken: cancellation));
        return new IssuedWebhook(webhook, secret);
    }

    /// <summary>The project's webhooks, the oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM webhooks WHERE project = @project ORDER BY created_at, id", new { project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToWebhook())];
    }

    /// <summary>The project's webhook of this id.</summary>
    public async Task<Outcome<Webhook>> FindAsync(string project, string id, CancellationToken cancellation)
        => (await SignedAsync(id, cancellation)) is { } found && found.Webhook.Project == project ? found.Webhook : Unknown(id);

    /// <summary>Removes a webhook with whatever waits for it and its log.</summary>
    public async Task<Outcome<Webhook>> RemoveAsync(string project, string id, CancellationToken cancellation)
    {
        if (!(await FindAsync(project, id, cancellation)).Succeeded(out var webhook, out var fault)) return fault;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        foreach (var sql in new[] { "DELETE FROM webhooks WHERE id = @id", "DELETE FROM webhook_deliveries WHERE webhook_id = @id" })
            await connection.ExecuteAsync(new CommandDefinition(sql, new { id }, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return webhook;
    }

    /// <summary>A webhook with its secret, for the sender alone; null where there is none any more.</summary>
    internal async Task<IssuedWebhook?> SignedAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition("SELECT * FROM webhooks WHERE id = @id", new { id }, cancellationToken: cancellation));
        return row is null ? null : new(row.ToWebhook(), row.Secret);
    }

    private Outcome<Uri> Address(string url)
        => url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && options.AllowPrivateAddresses))
                ? address
                : Fault.BadInput(
                    "webhook-url",
                    "The address is a whole https URL without a user's name; plain http needs HybridAi:Webhooks:AllowPrivateAddresses.", "url");

    private static Fault Unknown(string id) => Fault.NotFound("webhook-unknown", $"The project has no webhook '{id}'.");

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Project { get; init; } = "";
        public string Url { get; init; } = "";
        public string Events { get; init; } = "";
        public string Secret { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }

        public Webhook ToWebhook() => new(Id, Project, new(Url), Events.Split(' '), CreatedAt);
    }
}
