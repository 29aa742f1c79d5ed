using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>
/// A program of poppler-utils as a process of its own: whatever a hostile file does to a reader of PDF happens there, within bounds of time, memory and output.
/// </summary>
/// <param name="command">Its name or path.</param>
/// <param name="setting">The setting that names it, for a person.</param>
internal sealed class PdfProgram(string command, string setting)
{
    private const int MaxErrorCharacters = 4_000;
    private const int MostOfAPicture = 16 << 20;
    private const int SlackBytes = 64 * 1024 * 1024;
    private const string Shell = "/bin/sh";

    /// <summary>What its layout of one character costs at most in its own output: a word of one letter with its four coordinates.</summary>
    private const int BytesPerCharacter = 130;

    private readonly Lazy<bool> _isThere = new(() => Where(command) is not null);

    /// <summary>Why it can't be run; null when it can.</summary>
    public Fault? NotAvailable => _isThere.Value ? null : Fault.Unavailable(
        "pdf-reader-missing", $"PDF is read by the program '{command}', which is not installed here: install the package poppler-utils, or name it in HybridAi:Documents:{setting}.");

    /// <summary>Lays out a PDF: words with coordinates by lines, blocks and pages, as XHTML.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="page">The one page to lay out, from 1; null: all.</param>
    /// <returns>A stream of it, or a fault: encrypted, broken, too slow, too large.</returns>
    public Task<Outcome<Stream>> LayOutAsync(Stream pdf, ReadLimits limits, CancellationToken cancellation, int? page = null) => RunAsync(
        pdf, ["-bbox-layout", "-enc", "UTF-8", .. Only(page), "-", "-"], limits, (long)limits.MaxTextCharacters * BytesPerCharacter,
        Fault.BadInput("text-too-long", $"The text is longer than {limits.MaxTextCharacters:N0} characters (HybridAi:Documents:MaxTextCharacters)."), cancellation);

    /// <summary>Draws a page as PNG.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="pixels">How long its longer side is to be.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Outcome<Stream>> DrawAsync(Stream pdf, int page, int pixels, ReadLimits limits, CancellationToken cancellation) => RunAsync(
        pdf, ["-png", .. Only(page), "-scale-to", pixels.ToString(CultureInfo.InvariantCulture), "-"], limits, MostOfAPicture - SlackBytes,
        Fault.BadInput("page-too-large", $"A picture of page {page} has more than {MostOfAPicture / (1 << 20)} MB."), cancellation);

    private static string[] Only(int? page)
        => page?.ToString(CultureInfo.InvariantCulture) is { } number ? ["-f", number, "-l", number] : [];

    private async Task<Outcome<Stream>> RunAsync(Stream pdf, string[] arguments, ReadLimits limits, long most, Fault over, CancellationToken cancellation)
    {
        if (NotAvailable is { } missing) return missing;
        using var process = new Process { StartInfo = Start(arguments, limits) };
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
            if (!await CopyAsync(process.StandardOutput.BaseStream, output, most, either.Token)) return over;
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

    private ProcessStartInfo Start(string[] arguments, ReadLimits limits)
    {
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
        if (errors.Contains("page range", StringComparison.OrdinalIgnoreCase)) return Fault.BadInput("document-without-text", "The PDF has no pages.");
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
