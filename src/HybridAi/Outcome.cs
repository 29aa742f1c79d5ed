using System.Diagnostics.CodeAnalysis;

namespace HybridAi;

/// <summary>Either a value or the <see cref="HybridAi.Fault"/> that stood in its way.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;

    private Outcome(T? value, Fault? fault) => (_value, Fault) = (value, fault);

    /// <summary>The fault; null when there is a value.</summary>
    public Fault? Fault { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is the fault's.</exception>
    public T Value => Fault is null && _value is not null
        ? _value
        : throw new InvalidOperationException($"No value: {Fault?.ToString() ?? "the outcome was never set"}");

    /// <summary>Takes the outcome apart: true with the value, or false with the fault.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Fault? fault)
    {
        (value, fault) = (_value, Fault);
        if (fault is null && value is null) throw new InvalidOperationException("The outcome was never set.");
        return fault is null;
    }

    /// <summary>The value's outcome of the next step, or this fault.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next)
        where TNext : notnull
        => Succeeded(out var value, out var fault) ? next(value) : fault;

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(Fault fault) => new(default, fault);
}
