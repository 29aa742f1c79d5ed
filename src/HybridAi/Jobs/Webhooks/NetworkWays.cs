using System.Net;
using System.Net.Sockets;

namespace HybridAi.Jobs.Webhooks;

/// <summary>How names are looked up and connections made: what leaves the process, so that a test can tell what was looked up from what was connected to.</summary>
/// <param name="Resolve">The addresses that a name has at this moment.</param>
/// <param name="Connect">A connection to the first of the addresses that answers at a port.</param>
internal sealed record NetworkWays(
    Func<string, CancellationToken, Task<IPAddress[]>> Resolve, Func<IPAddress[], int, CancellationToken, Task<Stream>> Connect)
{
    /// <summary>As the system does.</summary>
    public static NetworkWays OfSystem { get; } = new(Dns.GetHostAddressesAsync, ConnectAsync);

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
