namespace HybridAi.Curate.Exchange;

/// <summary>
/// Keeps spreadsheets from running a value as a formula. The rule: a value that begins, after any number of apostrophes, with <c>= + - @</c>, a tab or a
/// carriage return gets one apostrophe in front; reading takes one away from a value that begins so after at least one apostrophe. What was
/// written is read as it was, whatever it held.
/// </summary>
internal static class SpreadsheetGuard
{
    private const char Guard = '\'';

    public static string Add(string value) => IsFormula(value) ? Guard + value : value;

    public static string Remove(string value) => value.StartsWith(Guard) && IsFormula(value) ? value[1..] : value;

    private static bool IsFormula(string value) => value.AsSpan().TrimStart(Guard) is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..];
}
