using System.Runtime.InteropServices;
using System.Text;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Decisions;
using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// Predictions of one route in one value, as small and as quick to write as can be: a line of its own for each in two tables costs more than the prediction.
/// What stands in the route is not repeated; probabilities stay exact, since policies are compared on them.
/// </summary>
internal static class PredictionPage
{
    private const byte Version = 1;
    private const int HashBytes = 32;

    // Arrays from 85,000 bytes on are collected only with the whole heap, which takes longer than all else that a page costs.
    private const int FullBytes = 64 * 1024;

    [ThreadStatic]
    private static MemoryStream? Buffer;

    /// <summary>As many of the predictions as a page holds, all of one route, at least one.</summary>
    /// <param name="kept">The predictions.</param>
    /// <param name="from">The first that is not in a page yet.</param>
    /// <param name="isAudited">Whether the decision of this text, by its hash, is audited.</param>
    public static PageBytes Write(IReadOnlyList<KeptPrediction> kept, int from, Func<KeptPrediction, string, bool> isAudited)
    {
        var memory = Buffer ??= new(FullBytes + FullBytes / 8);
        memory.SetLength(0);
        using var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(0);
        var count = 0;
        for (; from + count < kept.Count && memory.Length < FullBytes; count++)
        {
            var one = kept[from + count];
            var hash = ContentHash.Of(one.Text);
            writer.Write(one.At.UtcTicks);
            writer.Write(one.RequestId);
            writer.Write(Convert.FromHexString(hash));
            WriteText(writer, isAudited(one, hash) ? one.Text : null);
            WriteAnswer(writer, one.Answer);
        }

        memory.Position = sizeof(byte);
        writer.Write(count);
        return new(memory.ToArray(), count);
    }

    /// <summary>The predictions of a page.</summary>
    /// <exception cref="InvalidDataException">It was written by another version of the product.</exception>
    public static IReadOnlyList<PagedPrediction> Read(byte[] page, PredictionVersions versions)
    {
        using var reader = new BinaryReader(new MemoryStream(page));
        if (reader.ReadByte() != Version) throw new InvalidDataException("A page of predictions is of another version of this product.");
        var all = new PagedPrediction[reader.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
        {
            var (at, request) = (new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), reader.ReadString());
            var (hash, text) = (Convert.ToHexStringLower(reader.ReadBytes(HashBytes)), ReadText(reader));
            all[i] = new(request, ReadAnswer(reader, versions), at, hash, text);
        }

        return all;
    }

    private static void WriteAnswer(BinaryWriter writer, Prediction answer)
    {
        writer.Write(answer.Id);
        WriteText(writer, answer.Label);
        writer.Write(answer.Confidence);
        WriteText(writer, answer.Tier);
        WriteMoney(writer, answer.CostUsd);
        WriteMoney(writer, answer.ReferenceCostUsd);
        WriteTime(writer, answer.Latency);
        WriteText(writer, answer.Fault?.Code ?? answer.Degraded?.Code);
        writer.Write((byte)answer.Reason.Count);
        foreach (var step in answer.Reason)
        {
            writer.Write(step.Tier);
            writer.Write(step.Labeller);
            WriteText(writer, step.Label);
            writer.Write(step.Confidence);
            writer.Write(step.Reliability);
            if (step.Label is null) writer.Write(step.Why);
            WriteMoney(writer, step.CostUsd);
            WriteTime(writer, step.Latency);
        }

        WriteTrace(writer, answer.Walk);
    }

    private static Prediction ReadAnswer(BinaryReader reader, PredictionVersions versions)
    {
        var (id, label, confidence, tier) = (reader.ReadString(), ReadText(reader), reader.ReadDouble(), ReadText(reader));
        var (cost, reference, latency, code) = (ReadMoney(reader), ReadMoney(reader), ReadTime(reader), ReadText(reader));
        var steps = new PredictionStep[reader.ReadByte()];
        for (var i = 0; i < steps.Length; i++)
        {
            var (asked, labeller, said) = (reader.ReadString(), reader.ReadString(), ReadText(reader));
            var (sure, reliability) = (reader.ReadDouble(), reader.ReadDouble());
            steps[i] = new(asked, labeller, said, sure, reliability, null, false, said is null ? reader.ReadString() : "", ReadMoney(reader), ReadTime(reader), 0);
        }

        var fault = code is null ? null : Fault.Unavailable(code, "");
        return new(id, label, confidence, tier, steps, cost, reference, latency, label is null ? null : fault, label is null ? fault : null, versions) { Walk = ReadTrace(reader) };
    }

    private static void WriteTrace(BinaryWriter writer, WalkTrace? trace)
    {
        writer.Write((byte)(trace?.Replies.Count ?? 0));
        if (trace is null) return;
        writer.Write(trace.Novelty);
        foreach (var asked in trace.Replies)
        {
            writer.Write(asked is not null);
            if (asked is not { } reply) continue;
            writer.Write(reply.Label);
            writer.Write(reply.Confidence);
            writer.Write(reply.Chances?.Length ?? -1);
            writer.Write(MemoryMarshal.AsBytes(reply.Chances.AsSpan()));
        }
    }

    private static WalkTrace? ReadTrace(BinaryReader reader)
    {
        var replies = new TierReply?[reader.ReadByte()];
        if (replies.Length == 0) return null;
        var novelty = reader.ReadDouble();
        for (var tier = 0; tier < replies.Length; tier++)
        {
            if (!reader.ReadBoolean()) continue;
            var (label, confidence, count) = (reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt32());
            replies[tier] = new(label, confidence, count < 0 ? null : MemoryMarshal.Cast<byte, float>(reader.ReadBytes(count * sizeof(float))).ToArray());
        }

        return new(replies, novelty);
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteMoney(BinaryWriter writer, decimal? usd)
    {
        writer.Write(usd is not null);
        if (usd is { } known) writer.Write(known);
    }

    private static decimal? ReadMoney(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadDecimal() : null;

    private static void WriteTime(BinaryWriter writer, TimeSpan? time) => writer.Write(time?.Ticks ?? -1);

    private static TimeSpan? ReadTime(BinaryReader reader) => reader.ReadInt64() is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null;
}

/// <summary>A page of predictions.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Predictions">How many are in it.</param>
internal readonly record struct PageBytes(byte[] Body, int Predictions);
