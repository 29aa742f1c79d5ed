using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>A kind of fault.</summary>
/// <param name="Name">As a person names it.</param>
/// <param name="Behaviour">What the server does.</param>
/// <param name="IsUsable">Whether its caller can use the answer all the same.</param>
internal sealed record LoopbackFaultKind(string Name, LoopbackBehaviour Behaviour, bool IsUsable = false);

/// <summary>
/// A server on which a share of the calls fails, by every kind of fault alike. Which attempt at which item fails how is a matter of the seed
/// alone, not of the order in which calls happen to come. An item is named in its text: <c>item-7</c>.
/// </summary>
internal sealed partial class LoopbackFaultPlan
{
    private const int HugeCharacters = 100_000;
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _injected = new(StringComparer.Ordinal);
    private readonly LoopbackAccount _account;
    private readonly int _seed;
    private readonly double _share;

    /// <summary>A plan for one server.</summary>
    /// <param name="server">Whose account it fills in.</param>
    /// <param name="seed">The same seed, the same faults.</param>
    /// <param name="share">Of the calls, 0 to 1.</param>
    /// <param name="slowness">What a slow first token waits for.</param>
    /// <param name="arrival">What the cut of a stream waits for: what was sent has to arrive, or nobody could settle by it.</param>
    /// <param name="retryAfter">When a refusal that says so wants to be asked again.</param>
    /// <param name="hangs">Is told when a call hangs; null: nobody is.</param>
    public LoopbackFaultPlan(LoopbackOpenAi server, int seed, double share, Func<Task> slowness, Func<Task> arrival, TimeSpan retryAfter, Action? hangs = null)
    {
        (_account, _seed, _share) = (server.Account, seed, share);
        Kinds =
        [
            new("429 with Retry-After", LoopbackFaults.RateLimited(retryAfter)),
            new("429 without Retry-After", LoopbackFaults.RateLimited()),
            new("500", LoopbackFaults.Status(500)),
            new("503", LoopbackFaults.Status(503)),
            new("hang", call =>
            {
                hangs?.Invoke();
                return LoopbackFaults.Hang(call);
            }),
            new("slow first token", call => LoopbackFaults.SlowFirstToken(slowness())(call), IsUsable: true),
            new("cut stream", call => LoopbackFaults.CutAfter(call.Request.Streams ? arrival() : Task.CompletedTask)(call)),
            new("wrong content type", LoopbackFaults.WrongContentType),
            new("truncated JSON", LoopbackFaults.TruncatedJson),
            new("wrong schema", LoopbackFaults.WrongSchema),
            new("200 with an error body", LoopbackFaults.ErrorBodyWith200),
            new("huge answer", LoopbackFaults.Huge(HugeCharacters)),
            new("wrong token counts", LoopbackFaults.WrongTokenCounts(7, 9), IsUsable: true),
        ];
    }

    public IReadOnlyList<LoopbackFaultKind> Kinds { get; }

    /// <summary>How often each kind was met.</summary>
    public IReadOnlyDictionary<string, int> Injected => _injected;

    /// <summary>Serves one call.</summary>
    public async Task ServeAsync(LoopbackCall call)
    {
        var item = Item().Match(call.Request.Body).Value;
        call.Line.Item = item;
        var kind = KindOf(item, _attempts.AddOrUpdate(item, 1, (_, before) => before + 1));
        if (kind is not null) _injected.AddOrUpdate(kind.Name, 1, (_, before) => before + 1);
        await (kind?.Behaviour ?? LoopbackChat.AnswerAsync)(call);
        if (call.Line.Complete && kind is null or { IsUsable: true }) _account.Serve(call.Line);
    }

    private LoopbackFaultKind? KindOf(string item, int attempt)
    {
        var draw = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_seed} {item} {attempt}")));
        if (BinaryPrimitives.ReadUInt32LittleEndian(draw) >= _share * uint.MaxValue) return null;
        return Kinds[(int)(BinaryPrimitives.ReadUInt32LittleEndian(draw.AsSpan(4)) % Kinds.Count)];
    }

    [GeneratedRegex("item-[0-9]+")]
    private static partial Regex Item();
}
