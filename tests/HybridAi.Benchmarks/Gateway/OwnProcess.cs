using System.Diagnostics;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>This program once more, in a process of its own.</summary>
internal static class OwnProcess
{
    public static Process Start(params IEnumerable<string> arguments)
        => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
}
