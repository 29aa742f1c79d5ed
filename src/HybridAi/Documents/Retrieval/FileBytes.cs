using HybridAi.Learning.Retrieval;
using Microsoft.Win32.SafeHandles;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// Bytes of a file from one place on, read when they are asked for. What is read so lies in the system's cache, which gives it back under pressure, and never
/// counts as this process's memory as mapped pages do; in exchange every piece is copied once.
/// </summary>
/// <param name="file">The file; closed when nobody holds it any more.</param>
/// <param name="offset">Where the bytes begin in it.</param>
internal sealed class FileBytes(SafeFileHandle file, long offset) : ListBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read(long start, int length, ref byte[] room)
    {
        Enlarge(ref room, length);
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(file, room.AsSpan(read, length - read), offset + start + read);
            if (more == 0) throw new InvalidDataException("A segment ends before its lists do.");
            read += more;
        }

        return room.AsSpan(0, length);
    }
}
