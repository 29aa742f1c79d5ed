namespace HybridAi;

/// <summary>
/// Successes whose type is an interface. C# ignores a conversion operator when its operand is an interface, so
/// <see cref="Outcome{T}"/>'s own does not apply to them; to a type parameter it does.
/// </summary>
internal static class Success
{
    public static Outcome<T> Of<T>(T value)
        where T : notnull
        => value;
}
