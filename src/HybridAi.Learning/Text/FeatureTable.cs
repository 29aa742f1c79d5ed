using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// Finds the feature of an n-gram hash. Unlike plain feature hashing an unseen n-gram is known to be unseen: it adds no noise,
/// and the share of known n-grams tells how familiar a text is.
/// </summary>
/// <remarks>
/// A bucket is one cache line: seven hashes and a spare, then their seven features and "unknown", which is negative when the
/// bucket has overflowed into the next. All hashes are compared at once, so neither a hit nor a miss hangs on a branch that the
/// processor can guess wrong.
/// </remarks>
internal sealed class FeatureTable
{
    private const int Ways = 7;
    private const int Lanes = Ways + 1;
    private const uint Overflowed = 1u << 31;
    private const int BucketLength = 2 * Lanes;

    /// <summary>Hashes per bucket on average; three buckets in a hundred are full and overflow into the next.</summary>
    private const int MeanLoad = 3;

    private readonly AlignedArray<uint> _buckets;
    private readonly uint _bucketCount;

    /// <summary>Feature i is the i-th hash; hashes are distinct.</summary>
    public FeatureTable(uint[] hashes)
    {
        Hashes = hashes;
        _bucketCount = (uint)hashes.Length / MeanLoad + 2;
        _buckets = new AlignedArray<uint>((int)_bucketCount * BucketLength);
        var lanes = _buckets.Span;
        for (var at = 0; at < lanes.Length; at++)
            if (at % BucketLength >= Lanes)
                lanes[at] = (uint)hashes.Length;

        var used = new byte[_bucketCount];
        for (var feature = 0; feature < hashes.Length; feature++)
        {
            var bucket = FirstBucket(hashes[feature]);
            for (; used[bucket] == Ways; bucket = Next(bucket)) lanes[(int)bucket * BucketLength + Lanes + Ways] |= Overflowed;

            var lane = (int)bucket * BucketLength + used[bucket]++;
            lanes[lane] = hashes[feature];
            lanes[lane + Lanes] = (uint)feature;
        }
    }

    public uint[] Hashes { get; }

    /// <summary>What <see cref="Find"/> returns for a hash that is not in the table: the number of features.</summary>
    public int Unknown => Hashes.Length;

    /// <summary>The feature of a hash, or <see cref="Unknown"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint hash)
    {
        ref var bucket = ref Unsafe.Add(ref _buckets.First, (nint)FirstBucket(hash) * BucketLength);
        var feature = FindIn(ref bucket, hash);
        return feature >= 0 ? feature : FindBehind(hash);
    }

    /// <summary>The feature, "unknown", or a negative number when the next bucket must be asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FindIn(ref uint bucket, uint hash)
    {
        // Empty lanes hold hash 0 and "unknown" and stand behind the used ones, so that hash 0 finds its own lane first.
        var equal = Vector256.Equals(Vector256.LoadUnsafe(ref bucket), Vector256.Create(hash)).ExtractMostSignificantBits();
        return (int)Unsafe.Add(ref bucket, Lanes + BitOperations.TrailingZeroCount(equal | (1u << Ways)));
    }

    private int FindBehind(uint hash)
    {
        var at = FirstBucket(hash);
        while (true)
        {
            at = Next(at);
            var feature = FindIn(ref Unsafe.Add(ref _buckets.First, (nint)at * BucketLength), hash);
            if (feature >= 0) return feature;
        }
    }

    private uint FirstBucket(uint hash) => (uint)(((ulong)hash * _bucketCount) >> 32);

    private uint Next(uint bucket) => bucket + 1 == _bucketCount ? 0 : bucket + 1;
}
