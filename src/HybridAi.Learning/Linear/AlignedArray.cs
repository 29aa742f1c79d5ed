using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Linear;

/// <summary>
/// Memory that begins at a cache line, so that what fills one line is read from one. It never moves; it is freed like any array.
/// </summary>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    private readonly T[] _memory;
    private readonly int _offset;

    /// <summary>Zeros.</summary>
    public AlignedArray(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<T>(length + LineBytes / Unsafe.SizeOf<T>(), pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) % LineBytes);
        _offset = past == 0 ? 0 : (LineBytes - past) / Unsafe.SizeOf<T>();
    }

    public int Length { get; }

    public ref T First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), (nint)_offset);
    }

    public Span<T> Span => _memory.AsSpan(_offset, Length);
}
