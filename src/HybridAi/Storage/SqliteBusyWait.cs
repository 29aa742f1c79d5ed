using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace HybridAi.Storage;

/// <summary>
/// How a connection waits for another's write lock: a few milliseconds at a time. The SQLite that is shipped was built without <c>usleep</c>, so its
/// own busy timeout sleeps whole seconds, and two writers that meet once would stand still for one.
/// </summary>
internal static class SqliteBusyWait
{
    private const int LongestPauseMilliseconds = 10;
    private const int MostPauses = 3_000;

    // Held here: the native side has only its address.
    private static readonly BusyHandler Handler = Wait;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int BusyHandler(nint state, int pauses);

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

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int sqlite3_busy_handler(nint database, BusyHandler handler, nint state);
}
