using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>
/// pdftotext of poppler-utils as a process of its own: whatever a hostile file does to a reader of PDF happens there, within bounds of time, memory and output.
/// </summary>
internal sealed class PdfProgram(string command)
{
    private const int MaxErrorCharacters = 4_000;
    private const int SlackBytes = 64 * 1024 * 1024;
    private const string Shell = "/bin/sh";

    /// <summary>What its layout of one character costs at most in its own output: a word of one letter with its four coordinates.</summary>
    private const int BytesPerCharacter = 130;

    private readonly Lazy<bool> _isThere = new(() => Where(command) is not null);

    /// <summary>Why it can't be run; null when it can.</summary>
    public Fault? NotAvailable => _isThere.Value ? null : Fault.Unavailable(
        "pdf-reader-missing", $"PDF is read by the program '{command}', which is not installed here: install the package poppler-utils, or name it in HybridAi:Documents:PdfToText.");

    /// <summary>Lays out a PDF: words with coordinates by lines, blocks and pages, as XHTML.</summary>
    /// <returns>A stream of it, or a fault: encrypted, broken, too slow, too large.</returns>
    public async Task<Outcome<Stream>> LayOutAsync(Stream pdf, ReadLimits limits, CancellationToken cancellation)
    {
        if (NotAvailable is { } missing) return missing;
        using var process = new Process { StartInfo = Start(limits) };
        try
        {
            process.Start();
        }
        catch (Win32Exception refused)
        {
            return Fault.Unavailable("pdf-reader-missing", $"The program '{command}' can't be started: {refused.Message}");
        }

        using var timeout = new CancellationTokenSource(limits.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var output = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var kept = false;
        try
        {
            var errors = ErrorsAsync(process, either.Token);
            var feeding = FeedAsync(process, pdf, either.Token);
            var fits = await CopyAsync(process.StandardOutput.BaseStream, output, (long)limits.MaxTextCharacters * BytesPerCharacter, either.Token);
            if (!fits)
            {
                return Fault.BadInput("text-too-long", $"The text is longer than {limits.MaxTextCharacters:N0} characters (HybridAi:Documents:MaxTextCharacters).");
            }

            await feeding;
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0) return Refused(process.ExitCode, await errors, limits);
            output.Position = 0;
            kept = true;
            return output;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Fault.BadInput("pdf-too-slow", $"Reading this PDF took longer than {limits.Time.TotalSeconds:0.#} s (HybridAi:Documents:PdfSeconds).");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            if (!kept) await output.DisposeAsync();
        }
    }

    private ProcessStartInfo Start(ReadLimits limits)
    {
        string[] arguments = ["-bbox-layout", "-enc", "UTF-8", "-", "-"];
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, StandardErrorEncoding = Encoding.UTF8 };
        if (!OperatingSystem.IsWindows() && File.Exists(Shell))
        {
            // The shell only sets the bounds, and takes the rest as arguments: nothing of the file's is ever part of a command.
            start.FileName = Shell;
            var memory = (limits.MaxProgramBytes / 1_024).ToString(CultureInfo.InvariantCulture);
            var seconds = Math.Max(1, (int)Math.Ceiling(limits.Time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            foreach (var word in (string[])["-c", "ulimit -v \"$1\"; ulimit -t \"$2\"; shift 2; exec \"$@\"", "sh", memory, seconds, command]) start.ArgumentList.Add(word);
        }
        else
        {
            start.FileName = command;
        }

        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task FeedAsync(Process process, Stream pdf, CancellationToken cancellation)
    {
        try
        {
            await pdf.CopyToAsync(process.StandardInput.BaseStream, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough and closed its end; its exit code says what it thought of the file.
        }
    }

    private static async Task<bool> CopyAsync(Stream from, Stream to, long most, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (long total = -SlackBytes; await from.ReadAsync(buffer, cancellation) is > 0 and var read;)
        {
            if ((total += read) > most) return false;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return true;
    }

    private static async Task<string> ErrorsAsync(Process process, CancellationToken cancellation)
    {
        var kept = new StringBuilder();
        var buffer = new char[1_024];
        while (await process.StandardError.ReadAsync(buffer, cancellation) is > 0 and var read)
            if (kept.Length < MaxErrorCharacters) kept.Append(buffer, 0, read);
        return kept.ToString();
    }

    // Exit codes of poppler: 1 the file can't be opened, 2 the output, 3 its permissions, 99 other.
    private static Fault Refused(int code, string errors, ReadLimits limits)
    {
        if (errors.Contains("Incorrect password", StringComparison.OrdinalIgnoreCase) || errors.Contains("encrypted", StringComparison.OrdinalIgnoreCase))
            return Fault.BadInput("file-encrypted", "The PDF is encrypted: save it without a password.");
        if (code == 3) return Fault.BadInput("file-encrypted", "The PDF forbids copying its text: save it without that restriction.");
        if (errors.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || errors.Contains("bad_alloc", StringComparison.Ordinal) || code is 134 or 137)
            return Fault.BadInput("pdf-too-large", $"Reading this PDF needs more than {limits.MaxProgramBytes / (1 << 20):N0} MB (HybridAi:Documents:PdfMegabytes).");
        return code == 1
            ? Fault.BadInput("file-broken", "The PDF is broken: its structure can't be read.")
            : Fault.Unavailable("pdf-reader-failed", $"The reader of PDF ended with code {code}.");
    }

    private static string? Where(string command)
    {
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return File.Exists(command) ? command : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => (string[])[Path.Combine(folder, command), Path.Combine(folder, command + ".exe")]).FirstOrDefault(File.Exists);
    }
}
