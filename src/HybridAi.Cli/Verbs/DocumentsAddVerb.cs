using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Ingestion;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai documents add</c>: files, folders and patterns become documents. What is there already is passed over, so the same command goes on where it stopped.</summary>
internal static class DocumentsAddVerb
{
    public static Command Create()
    {
        var tenant = DocumentsVerb.Tenant();
        var paths = new Argument<string[]>("path") { Description = "Files, folders (with all below them) and patterns such as 'docs/**/*.pdf'.", Arity = ArgumentArity.OneOrMore };
        var tags = new Option<string[]>("--tags") { Description = "What searches may be narrowed down by.", AllowMultipleArgumentsPerToken = true, HelpName = "TAG" };
        var readers = new Option<string[]>("--readers") { Description = "Who may read them, by name of user or key (default: everybody).", AllowMultipleArgumentsPerToken = true, HelpName = "NAME" };
        return Verb.Over("add", "Take files in as documents; goes on where it stopped.", async (stages, parsed, cancellation) =>
        {
            if (!FilesOf(parsed.GetRequiredValue(paths)).Succeeded(out var files, out var fault)) return fault;
            NewDocument Of(string path) => new(parsed.GetRequiredValue(tenant), path, Path.GetFileName(path), parsed.GetValue(tags) ?? [], parsed.GetValue(readers) ?? []);
            var ends = await Progress.ShowAsync("documents", display => AddAllAsync(stages.Get<DocumentStage>(), files, Of, display, cancellation));
            return Show(ends);
        }, tenant, paths, tags, readers);
    }

    private static async Task<IReadOnlyList<End>> AddAllAsync(
        DocumentStage stage, IReadOnlyList<string> files, Func<string, NewDocument> of, IProgress<Step> display, CancellationToken cancellation)
    {
        var ends = new List<End>();
        foreach (var file in files)
        {
            display.Report(new(ends.Count, files.Count));
            ends.Add(await AddAsync(stage, of(file), file, cancellation));
        }

        display.Report(new(ends.Count, files.Count));
        return ends;
    }

    private static async Task<End> AddAsync(DocumentStage stage, NewDocument document, string path, CancellationToken cancellation)
    {
        try
        {
            await using var content = File.OpenRead(path);
            if (!(await stage.HandInAsync(document, content, cancellation)).Succeeded(out var handed, out var fault)) return new(path, "refused", fault);
            if (handed is { Unchanged: true, Document.State: DocumentState.Ready }) return new(path, "already there", null);
            if (!(await stage.RunAsync(document.Tenant, handed.Document.Id, null, cancellation)).Succeeded(out var ready, out fault)) return new(path, "refused", fault);
            return new(path, ready.KeptBy is null ? "added" : "the same as another", null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(path, "refused", Fault.BadInput("file-not-readable", unreadable.Message));
        }
    }

    private static Fault? Show(IReadOnlyList<End> ends)
    {
        Output.Table("Documents", ["what became of them", "files"], ends.CountBy(end => end.What).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new[] { pair.Key, Output.Count(pair.Value) }));
        var refused = ends.Where(end => end.Fault is not null).ToList();
        foreach (var end in refused) Output.Line($"{end.Path}: {end.Fault!.Reason}");
        return refused.Count == 0 ? null : refused.Count == 1 ? refused[0].Fault! with { Place = refused[0].Path } : Fault.BadInput("documents-refused", $"{refused.Count} of {ends.Count} files were refused; each is named above with its reason.");
    }

    private static Outcome<IReadOnlyList<string>> FilesOf(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(Path.GetFullPath(path));
            else if (Directory.Exists(path)) files.AddRange(FolderWatch.Files(Path.GetFullPath(path)));
            else if (path.AsSpan().ContainsAny('*', '?')) files.AddRange(Matching(path));
            else return Fault.NotFound("file-missing", "There is no such file or folder.", path);
        }

        return files.Count > 0 ? files.Distinct().ToList() : Fault.NotFound("file-missing", "There is no file to take in.", string.Join(' ', paths));
    }

    // The folder before the first wildcard is where the search begins.
    private static IEnumerable<string> Matching(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => !part.AsSpan().ContainsAny('*', '?')).Count();
        var root = fixedParts == 0 ? "." : fixedParts == 1 && parts[0].Length == 0 ? "/" : string.Join('/', parts[..fixedParts]);
        if (!Directory.Exists(root)) return [];
        var found = new Matcher().AddInclude(string.Join('/', parts[fixedParts..])).Execute(new DirectoryInfoWrapper(new DirectoryInfo(root)));
        return found.Files.Select(file => Path.GetFullPath(Path.Combine(root, file.Path))).Order(StringComparer.Ordinal);
    }

    private sealed record End(string Path, string What, Fault? Fault);
}
