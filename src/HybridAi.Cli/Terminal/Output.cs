using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace HybridAi.Cli.Terminal;

/// <summary>Results on standard output: tables for people, JSON files for programs.</summary>
internal static class Output
{
    private const int PlainWidth = 160;

    private static readonly JsonSerializerOptions Indented = new(Storage.Json.Options) { WriteIndented = true };

    // A file or a pipe gets plain text, whatever the terminal could do.
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });

    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    public static string Decimal(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "none";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal? usd) => usd is { } known ? string.Create(CultureInfo.InvariantCulture, $"${known:0.0000##}") : "unknown";

    public static string Time(TimeSpan? latency) => latency switch
    {
        null => "not measured",
        { TotalMilliseconds: < 1 } short_ => string.Create(CultureInfo.InvariantCulture, $"{short_.TotalMicroseconds:0} µs"),
        { TotalSeconds: < 1 } medium => string.Create(CultureInfo.InvariantCulture, $"{medium.TotalMilliseconds:0.0} ms"),
        { } long_ => string.Create(CultureInfo.InvariantCulture, $"{long_.TotalSeconds:0.0} s"),
    };

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>A table with a head; numbers are best given ready for reading.</summary>
    public static void Table(string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Simple };
        foreach (var column in head) table.AddColumn(Markup.Escape(column));
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        if (Console.IsOutputRedirected) Screen.Profile.Width = PlainWidth;
        Screen.Write(table);
    }

    /// <summary>A value with all its parts.</summary>
    public static void Json<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Indented));

    public static void Line(string text) => Console.Out.WriteLine(text);

    /// <summary>Writes the figures as JSON, aside first, so that the file is whole or absent.</summary>
    public static Task<Fault?> WriteJsonAsync<T>(string? file, T figures, CancellationToken cancellation)
        => WriteTextAsync(file, JsonSerializer.Serialize(figures, Indented) + "\n", "json-not-written", cancellation);

    /// <summary>Writes a text, aside first, so that the file is whole or absent.</summary>
    public static async Task<Fault?> WriteTextAsync(string? file, string text, string faultCode, CancellationToken cancellation)
    {
        if (file is null) return null;
        var aside = $"{file}.writing";
        try
        {
            await File.WriteAllTextAsync(aside, text, cancellation);
            File.Move(aside, file, overwrite: true);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            File.Delete(aside);
            return Fault.BadInput(faultCode, refused.Message, file);
        }
    }
}
