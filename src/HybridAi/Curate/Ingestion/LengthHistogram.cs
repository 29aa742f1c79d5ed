using System.Numerics;

namespace HybridAi.Curate.Ingestion;

/// <summary>Counts lengths in bounded memory: each by itself up to 255, above that in steps of less than 1 %.</summary>
internal sealed class LengthHistogram
{
    private const int Exact = 256;
    private const int StepsPerOctave = 128;

    private readonly long[] _counts = new long[Exact + (StepsPerOctave * (31 - 8))];
    private long _count;
    private long _sum;
    private int _min = int.MaxValue;
    private int _max;

    public void Add(int length)
    {
        _counts[StepOf(length)]++;
        _count++;
        _sum += length;
        _min = Math.Min(_min, length);
        _max = Math.Max(_max, length);
    }

    public TextLengths? Summary()
        => _count == 0 ? null : new TextLengths(_min, Math.Round((double)_sum / _count, 2), Quantile(0.5), Quantile(0.95), _max);

    private int Quantile(double share)
    {
        var rank = (long)Math.Ceiling(share * _count);
        var step = 0;
        for (long passed = _counts[0]; passed < rank; passed += _counts[step]) step++;
        return Math.Clamp(LengthOf(step), _min, _max);
    }

    private static int StepOf(int length)
    {
        if (length < Exact) return length;
        var octave = BitOperations.Log2((uint)length);
        return Exact + (StepsPerOctave * (octave - 8)) + ((length >> (octave - 7)) - StepsPerOctave);
    }

    // The shortest length of a step.
    private static int LengthOf(int step)
    {
        if (step < Exact) return step;
        var octave = ((step - Exact) / StepsPerOctave) + 8;
        return (((step - Exact) % StepsPerOctave) + StepsPerOctave) << (octave - 7);
    }
}
