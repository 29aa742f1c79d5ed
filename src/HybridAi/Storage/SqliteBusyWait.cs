using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace HybridAi.Storage;

/// <summary>
/// How connections wait for each other: a few milliseconds at a time. The SQLite that is shipped was built without <c>usleep</c> and sleeps
/// whole seconds: two writers that meet once would stand still for one, and so would a reader that a commit outruns a few times while it
/// looks for its place in the log.
/// </summary>
internal static class SqliteBusyWait
{
    private const int LongestPauseMilliseconds = 10;
    private const int MostPauses = 3_000;

    // Held here: the native side has only its address.
    private static readonly BusyHandler Handler = Wait;

    private static readonly VfsSleep Pause = Sleep;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int BusyHandler(nint state, int pauses);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VfsSleep(nint vfs, int micros);

    // Where SQLite itself sleeps it asks the system's layer, whose function can be replaced: there is no other way to reach it.
    static SqliteBusyWait()
    {
        if (OperatingSystem.IsWindows() || sqlite3_vfs_find(0) is var vfs && vfs == 0) return;
        Marshal.WriteIntPtr(vfs, (int)Marshal.OffsetOf<Vfs>(nameof(Vfs.Sleep)), Marshal.GetFunctionPointerForDelegate(Pause));
    }

    /// <summary>Makes the open connection wait like this, for about half a minute at most.</summary>
    public static void Install(SqliteConnection connection)
        => _ = sqlite3_busy_handler(connection.Handle!.DangerousGetHandle(), Handler, 0);

    private static int Wait(nint state, int pauses)
    {
        if (pauses >= MostPauses) return 0;
        // SQLite asks from inside a statement: there is nothing to await here, and no clock of a test that could be meant.
#pragma warning disable RS0030
        Thread.Sleep(Math.Min(pauses + 1, LongestPauseMilliseconds));
#pragma warning restore RS0030
        return 1;
    }

    private static int Sleep(nint vfs, int micros)
    {
#pragma warning disable RS0030
        Thread.Sleep(micros / 1_000); // Below one millisecond: lets whoever is ready go first.
#pragma warning restore RS0030
        return micros;
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint sqlite3_vfs_find(nint name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int sqlite3_busy_handler(nint database, BusyHandler handler, nint state);

    // The head of sqlite3_vfs, version 1, as https://sqlite.org/c3ref/vfs.html declares it.
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version, FileSize, LongestPath;
        public nint Next, Name, State, Open, Delete, Access, FullPath, LibraryOpen, LibraryError, LibrarySymbol, LibraryClose, Randomness, Sleep;
    }
}
