using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// A stream that was read up to its first content. Until then nothing was handed out and another call may quietly take its place;
/// from then on a break is the reader's to know.
/// </summary>
internal sealed class StartedStream : IAsyncDisposable
{
    private readonly List<ChatResponseUpdate> _held;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _rest;
    private readonly bool _ended;

    private StartedStream(List<ChatResponseUpdate> held, IAsyncEnumerator<ChatResponseUpdate> rest, bool ended)
        => (_held, _rest, _ended) = (held, rest, ended);

    /// <summary>Who serves the stream; null where nothing says it.</summary>
    public ServedBy? Served => _held.Count > 0 ? ServedBy.Find(_held[0].AdditionalProperties) : null;

    /// <summary>Says better who serves the stream.</summary>
    public void Correct(ServedBy served) => served.AttachTo(_held[0]);

    public static async Task<StartedStream> StartAsync(IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellation)
    {
        List<ChatResponseUpdate> held = [];
        var rest = updates.GetAsyncEnumerator(cancellation);
        var started = false;
        try
        {
            var more = true;
            while (!started && (more = await rest.MoveNextAsync()))
            {
                held.Add(rest.Current);
                started = HoldsContent(rest.Current);
            }

            started = true;
            return new StartedStream(held, rest, ended: !more);
        }
        finally
        {
            if (!started) await rest.DisposeAsync();
        }
    }

    /// <summary>Whether an update holds something of the answer. Roles and token counts are none of it.</summary>
    public static bool HoldsContent(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
            if (content is not UsageContent) return true;
        return false;
    }

    /// <summary>All updates, from the first on.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var update in _held) yield return update;
        if (_ended) yield break;
        while (await _rest.MoveNextAsync())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return _rest.Current;
        }
    }

    public ValueTask DisposeAsync() => _rest.DisposeAsync();
}
