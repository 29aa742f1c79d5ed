using System.Diagnostics;
using System.Globalization;

namespace HybridAi.Tests.Cli;

/// <summary>The command line as its users run it: a process of its own, in a folder of its own.</summary>
internal sealed class CliProcess : IDisposable
{
    /// <summary>A small project as a file.</summary>
    public const string MailProject =
        """
        name: mail
        kind: text-classification
        text: text
        label: label
        labels:
          bill: invoices, prices, VAT and charges
          login: password, sign in, locked account
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TestFolder _folder = new();

    public string Folder => _folder.Root;

    /// <summary>What the process finds in its environment beside what is there.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string DataDirectory => _folder.File(".hybridai");

    public string Write(string name, string content) => _folder.Write(name, content);

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs a verb to its end.</summary>
    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    /// <summary>Runs a verb that asks, answering with these lines.</summary>
    public async Task<CliResult> AnswerAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "HybridAi.Cli.dll"));
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task<CliResult> EndAsync(Process process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>What Ctrl+C does.</summary>
    public static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>How a verb ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The refusal: the last line of standard error, behind the program's name.</summary>
    public string Refusal => Error.TrimEnd().Split('\n')[^1];
}
