using HybridAi.Documents.Ingestion.Readers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Keeps documents like the files of watched folders: what is new or changed is taken in, what is gone is removed. The system's own notices only shorten
/// the wait for the next look: on network folders they may be missing.
/// </summary>
public sealed partial class FolderWatch(DocumentStage stage, DocumentStore store, DocumentOptions options, TimeProvider clock, ILogger<FolderWatch> log) : BackgroundService
{
    /// <summary>Whose the documents of watched folders are.</summary>
    public const string Tenant = "default";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    // What was seen of each file: the same again is not even hashed.
    private readonly Dictionary<string, (long Bytes, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private readonly Jobs.Signal _changed = new();

    /// <summary>Looks through all watched folders once.</summary>
    /// <returns>How many documents were taken in and removed, and how many files could not be.</returns>
    public async Task<(int TakenIn, int Removed, int Failed)> LookAsync(CancellationToken cancellation)
    {
        int takenIn = 0, removed = 0, failed = 0;
        foreach (var folder in options.WatchedFolders.Select(Path.GetFullPath))
        {
            // A folder that is not there is not an empty one: nothing is removed for it.
            if (!Directory.Exists(folder))
            {
                Log.Missing(log, folder);
                continue;
            }

            var there = new HashSet<string>(StringComparer.Ordinal);
            foreach (var file in Files(folder))
            {
                there.Add(file);
                switch (await TryAsync(file, cancellation))
                {
                    case true:
                        takenIn++;
                        break;
                    case false:
                        failed++;
                        break;
                }
            }

            foreach (var gone in (await store.ListAsync(Tenant, cancellation)).Where(document => IsUnder(folder, document.Source) && !there.Contains(document.Source)))
            {
                _seen.Remove(gone.Source);
                if ((await stage.DeleteAsync(Tenant, gone.Id, cancellation)).Succeeded(out _, out _)) removed++;
            }
        }

        return (takenIn, removed, failed);
    }

    /// <summary>The files of a folder that readers may know, in order.</summary>
    public static IEnumerable<string> Files(string folder)
        => Directory.EnumerateFiles(folder, "*", Everything).Where(file => FileKind.Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.WatchedFolders.Count == 0) return;
        var watchers = options.WatchedFolders.Where(Directory.Exists).Select(Watch).ToList();
        try
        {
            while (true)
            {
                var changed = _changed.Next;
                await LookSafelyAsync(stoppingToken);
                await changed.WaitAsync(TimeSpan.FromSeconds(options.WatchSeconds), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var watcher in watchers) watcher.Dispose();
        }
    }

    private async Task LookSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            var (takenIn, removed, failed) = await LookAsync(cancellation);
            if (takenIn + removed + failed > 0) Log.Looked(log, takenIn, removed, failed);
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            Log.NotLooked(log, away);
        }
    }

    private FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => _changed.Raise();
        watcher.Changed += (_, _) => _changed.Raise();
        watcher.Deleted += (_, _) => _changed.Raise();
        watcher.Renamed += (_, _) => _changed.Raise();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    // One file that somebody else holds must not keep the others waiting.
    private async Task<bool?> TryAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await TakeInAsync(path, cancellation);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return Failed(path, Fault.Unavailable("file-not-readable", held.Message));
        }
    }

    // True: taken in. False: it could not be. Null: nothing was to be done.
    private async Task<bool?> TakeInAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        var seen = (file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
        if (!file.Exists || _seen.TryGetValue(path, out var before) && before == seen) return null;
        var became = await ReadAsync(file, cancellation);
        // Not before: what broke off is looked at again.
        _seen[path] = seen;
        return became;
    }

    private async Task<bool?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        var path = file.FullName;
        await using var content = file.OpenRead();
        if (!(await stage.HandInAsync(new(Tenant, path, file.Name, [], []), content, cancellation)).Succeeded(out var handed, out var fault)) return Failed(path, fault);
        if (handed.Unchanged && handed.Document.State == DocumentState.Ready) return null;
        return (await stage.RunAsync(Tenant, handed.Document.Id, null, cancellation)).Succeeded(out _, out fault) ? true : Failed(path, fault);
    }

    private bool Failed(string path, Fault fault)
    {
        Log.NotTakenIn(log, path, fault.Code);
        return false;
    }

    private static bool IsUnder(string folder, string source) => source.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Watched folders: {TakenIn} documents taken in, {Removed} removed, {Failed} files could not be read")]
        public static partial void Looked(ILogger log, int takenIn, int removed, int failed);

        [LoggerMessage(2, LogLevel.Warning, "The watched folder {Folder} is not there: nothing is removed for it")]
        public static partial void Missing(ILogger log, string folder);

        [LoggerMessage(3, LogLevel.Warning, "Watched folders could not be looked through; it is tried again")]
        public static partial void NotLooked(ILogger log, Exception away);

        [LoggerMessage(4, LogLevel.Warning, "The file {Path} was not taken in: {Code}")]
        public static partial void NotTakenIn(ILogger log, string path, string code);
    }
}
