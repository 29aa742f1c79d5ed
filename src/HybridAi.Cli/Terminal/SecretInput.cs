using System.Text;

namespace HybridAi.Cli.Terminal;

/// <summary>Reads what must not be seen: typed without echo, or a line of standard input. It is never an argument, which other users could list.</summary>
internal static class SecretInput
{
    public static Outcome<string> Read(string prompt)
    {
        var line = Console.IsInputRedirected ? Console.In.ReadLine() : Typed(prompt);
        return string.IsNullOrEmpty(line) ? Fault.BadInput("password-missing", "No password was given: type it, or pipe it in as one line.") : line;
    }

    private static string Typed(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
