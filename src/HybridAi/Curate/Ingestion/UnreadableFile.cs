namespace HybridAi.Curate.Ingestion;

/// <summary>What an exception of the file system means to the person who named the file.</summary>
internal static class UnreadableFile
{
    /// <summary>Whether <paramref name="exception"/> is one that <see cref="FaultOf"/> has a sentence for.</summary>
    public static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>The fault behind a failed attempt to open or read <paramref name="path"/>.</summary>
    public static Fault FaultOf(string path, Exception exception) => exception switch
    {
        _ when Directory.Exists(path) => Fault.BadInput("file-is-directory", "This is a directory; name a file in it.", path),
        FileNotFoundException or DirectoryNotFoundException => Fault.NotFound("file-missing", "There is no such file.", path),
        UnauthorizedAccessException => Fault.BadInput("file-not-readable", "The right to read this file is missing.", path),
        ArgumentException or PathTooLongException => Fault.BadInput("file-name-bad", "This can't be the name of a file.", path),
        _ => Fault.Unavailable("file-unreadable", $"The file can't be read: {exception.Message}", path),
    };
}
