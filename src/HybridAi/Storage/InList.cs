using Dapper;

namespace HybridAi.Storage;

/// <summary>
/// <c>IN</c> over a list, alike in every database. Dapper's own expansion leaves a list to the PostgreSQL provider as one array, which
/// <c>IN</c> does not take.
/// </summary>
internal static class InList
{
    /// <summary>Adds one parameter a value and returns the text that goes behind <c>IN</c>; an empty list matches nothing.</summary>
    public static string Add(DynamicParameters parameters, string name, IEnumerable<string> values)
    {
        var names = values.Select((value, i) =>
        {
            parameters.Add($"{name}{i}", value);
            return $"@{name}{i}";
        });
        var list = string.Join(", ", names);
        return list.Length == 0 ? "(NULL)" : $"({list})";
    }
}
