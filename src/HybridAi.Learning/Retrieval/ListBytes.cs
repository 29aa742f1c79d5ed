using System.Buffers;

namespace HybridAi.Learning.Retrieval;

/// <summary>Where bytes lie that are read a piece at a time: in memory, or in a file that is not to be held in memory for it.</summary>
public abstract class ListBytes
{
    /// <summary>A piece. It holds until the room is used again.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="room">Room to read into, empty at first and made larger where it is too small; lent, see <see cref="GiveBack"/>. What lies in memory needs none.</param>
    public abstract ReadOnlySpan<byte> Read(long start, int length, ref byte[] room);

    /// <summary>Gives room back that reading has lent.</summary>
    public static void GiveBack(byte[] room)
    {
        if (room.Length > 0) ArrayPool<byte>.Shared.Return(room);
    }

    /// <summary>Room of at least a length.</summary>
    protected static void Enlarge(ref byte[] room, int length)
    {
        if (room.Length >= length) return;
        GiveBack(room);
        room = ArrayPool<byte>.Shared.Rent(length);
    }
}

/// <summary>Bytes that lie in memory.</summary>
public sealed class HeldBytes(ReadOnlyMemory<byte> bytes) : ListBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read(long start, int length, ref byte[] room) => bytes.Span.Slice((int)start, length);
}

/// <summary>Reads bytes from their beginning to their end, piece by piece, and many pieces at once where they lie in a file. Not safe to call from several threads.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="length">How many there are.</param>
public sealed class BytesInOrder(ListBytes bytes, long length)
{
    private const int Ahead = 1 << 18;

    private byte[] _room = [];
    private long _from;
    private int _held;

    /// <summary>The next piece, or one that is a little behind it; it holds until the next call.</summary>
    public ReadOnlySpan<byte> Read(long start, int count)
    {
        if (bytes is HeldBytes) return bytes.Read(start, count, ref _room);
        if (start < _from || start + count > _from + _held)
        {
            (_from, _held) = (start, (int)Math.Min(Math.Max(count, Ahead), length - start));
            bytes.Read(_from, _held, ref _room);
        }

        return _room.AsSpan((int)(start - _from), count);
    }
}
