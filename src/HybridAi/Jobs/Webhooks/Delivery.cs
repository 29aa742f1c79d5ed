using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HybridAi.Jobs.Webhooks;

/// <summary>How a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Further labels of the run may join it.</summary>
    Gathering,

    /// <summary>It waits for its first or next attempt.</summary>
    Waiting,

    /// <summary>A process is at it.</summary>
    Sending,

    /// <summary>The receiver has taken it: status 200 to 299.</summary>
    Delivered,

    /// <summary>It failed too often and is left, with the last reason.</summary>
    Dead,
}

/// <summary>One event for one webhook, and what became of it.</summary>
/// <param name="Id">Its id, the same at every attempt: receivers know by it what they have had already.</param>
/// <param name="WebhookId">For which webhook.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Event">What happened.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Status">The status of the last answer; null where none came.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="CreatedAt">When it happened; of labels the first.</param>
/// <param name="NextAt">When it is sent next; of one that ended without meaning.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
public sealed record Delivery(
    string Id, string WebhookId, string Project, string Event, DeliveryState State, int Attempts, int? Status, string? Error, DateTimeOffset CreatedAt,
    DateTimeOffset NextAt, DateTimeOffset? EndedAt)
{
    /// <summary>What is posted: ids and counts, never texts. JSON.</summary>
    internal string Body { get; init; } = "";

    /// <summary>From 0 to 1, by id and attempt: the ids are drawn at random, so deliveries that failed together spread.</summary>
    internal double Chance
        => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id} {Attempts}"))) / (double)uint.MaxValue;

    /// <summary>The body of a delivery.</summary>
    internal static string BodyOf(string id, string @event, string project, DateTimeOffset at, string facts, long count, string recordIds)
    {
        var data = JsonNode.Parse(facts)!.AsObject();
        if (@event == WebhookEvents.LabelCreated)
        {
            data["count"] = count;
            data["recordIds"] = new JsonArray(
                [.. recordIds.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(WebhookOutbox.MostRecordIds).Select(line => JsonNode.Parse(line))]);
        }

        return new JsonObject { ["id"] = id, ["event"] = @event, ["project"] = project, ["createdAt"] = at.ToString("O"), ["data"] = data }.ToJsonString();
    }
}
