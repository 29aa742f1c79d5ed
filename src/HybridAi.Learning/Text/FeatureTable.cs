using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Text;

/// <summary>
/// Finds the feature of an n-gram hash: open addressing with linear probing, hash and index side by side in one 64-bit slot, so
/// that a look-up costs one cache line. Unlike plain feature hashing an unseen n-gram is known to be unseen: it adds no noise,
/// and the share of known n-grams tells how familiar a text is.
/// </summary>
internal sealed class FeatureTable
{
    private readonly ulong[] slots;
    private readonly uint mask;

    /// <summary>Feature i is the i-th hash; hashes are distinct.</summary>
    public FeatureTable(uint[] hashes)
    {
        Hashes = hashes;
        slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(hashes.Length * 2, 16))];
        mask = (uint)slots.Length - 1;
        for (var feature = 0; feature < hashes.Length; feature++)
        {
            var slot = hashes[feature] & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = ((ulong)hashes[feature] << 32) | (uint)(feature + 1);
        }
    }

    public uint[] Hashes { get; }

    /// <summary>The feature of a hash, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint hash)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(slots);
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            var slot = Unsafe.Add(ref first, (nint)at);
            if ((uint)(slot >> 32) == hash) return (int)(uint)slot - 1; // an empty slot reads as hash 0, feature −1
            if (slot == 0) return -1;
        }
    }
}
