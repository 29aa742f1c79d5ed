namespace HybridAi;

/// <summary>What a fault means to the caller: the API maps it to a status, the command line to an exit code.</summary>
public enum FaultKind
{
    /// <summary>The input can't be used as it is: status 400, exit code 2.</summary>
    BadInput,

    /// <summary>What was named does not exist: status 404, exit code 2.</summary>
    NotFound,

    /// <summary>The state of the project forbids it now: status 409, exit code 2.</summary>
    Conflict,

    /// <summary>Something outside (disk, provider, database) did not do its part: status 503, exit code 2.</summary>
    Unavailable,
}

/// <summary>An expected failure as a value: what is wrong, where, and under which stable code.</summary>
/// <param name="Kind">What it means to the caller.</param>
/// <param name="Code">Stable, lower case with dashes, such as <c>column-missing</c>; the last part of the API's problem type.</param>
/// <param name="Reason">One sentence for a person, with the way out where there is one.</param>
/// <param name="Place">Where it is: file, line, column or field; null where the reason says it all.</param>
public sealed record Fault(FaultKind Kind, string Code, string Reason, string? Place = null)
{
    /// <summary>An input that can't be used as it is.</summary>
    public static Fault BadInput(string code, string reason, string? place = null) => new(FaultKind.BadInput, code, reason, place);

    /// <summary>Something named that does not exist.</summary>
    public static Fault NotFound(string code, string reason, string? place = null) => new(FaultKind.NotFound, code, reason, place);

    /// <summary>Something that the present state forbids.</summary>
    public static Fault Conflict(string code, string reason, string? place = null) => new(FaultKind.Conflict, code, reason, place);

    /// <summary>Something outside that did not do its part.</summary>
    public static Fault Unavailable(string code, string reason, string? place = null) => new(FaultKind.Unavailable, code, reason, place);

    /// <summary>One line: place, then reason.</summary>
    public override string ToString() => Place is null ? Reason : $"{Place}: {Reason}";
}
