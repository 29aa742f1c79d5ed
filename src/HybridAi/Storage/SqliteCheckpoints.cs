using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HybridAi.Storage;

/// <summary>
/// Brings what the kept writer has put into the write-ahead log over to the database file. By itself SQLite does so inside of every
/// thousandth page's commit, with two flushes to the disk, and whoever waits for the commit waits for them. Here another connection carries
/// most of it over while commits go on, and the writer itself only the few pages that came meanwhile, between two commits: a log is used
/// again from its beginning when nothing is left in it, and under load something always is.
/// </summary>
/// <param name="open">Opens a connection beside the writer's.</param>
internal sealed class SqliteCheckpoints(Func<Task<DbConnection>> open) : IDisposable
{
    /// <summary>At so many pages in the log, and again after as many more, it is carried over: 16 MB.</summary>
    public const int EveryPages = 4_000;

    // The longest log before commits wait for what is carried over beside them.
    private const int MostPages = 16 * EveryPages;
    private const string CarryOver = "PRAGMA wal_checkpoint(PASSIVE)";

    private GCHandle _hook;
    private Task? _beside;
    private int _pages;
    private int _due = EveryPages;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int WalHook(nint state, nint database, nint name, int pages);

    /// <summary>Takes the place of SQLite's own checkpoints on the writer's connection.</summary>
    public void Install(SqliteConnection writer)
    {
        // Held for as long as the native side may call it.
        WalHook hook = (_, _, _, pages) =>
        {
            _pages = pages;
            return 0;
        };
        Dispose();
        _hook = GCHandle.Alloc(hook);
        _ = sqlite3_wal_hook(writer.Handle!.DangerousGetHandle(), hook, 0);
    }

    /// <summary>After a commit: begins to carry over beside the writer, or ends it.</summary>
    public async Task CommittedAsync(Session writer)
    {
        if (_pages < EveryPages) _due = EveryPages; // It began anew.
        if (_beside is null)
        {
            if (_pages >= _due) _beside = Task.Run(CarryOverAsync);
            return;
        }

        if (!_beside.IsCompleted && _pages < _due + MostPages) return;
        await _beside;
        _beside = null;
        _due = _pages + EveryPages;
        await TryAsync(() => writer.ExecuteAsync(CarryOver));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_hook.IsAllocated) _hook.Free();
    }

    /// <summary>Carries over what can be, whoever writes.</summary>
    public Task CarryOverAsync() => TryAsync(async () =>
    {
        await using var connection = await open();
        await connection.ExecuteAsync(CarryOver);
    });

    private static async Task TryAsync(Func<Task> carryOver)
    {
        try
        {
            await carryOver();
        }
        catch (DbException)
        {
            // Nothing is lost: all of it stands in the log, and the next attempt finds it there.
        }
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint sqlite3_wal_hook(nint database, WalHook hook, nint state);
}
