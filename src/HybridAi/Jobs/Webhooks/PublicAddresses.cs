using System.Net;
using System.Net.Sockets;

namespace HybridAi.Jobs.Webhooks;

/// <summary>Which addresses belong to the public internet, by IANA's special-purpose registries (RFC 6890).</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Only 2000::/3 is public; of it what embeds an address of the old kind could lead anywhere.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] SpecialGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>
    /// Connects to where a name leads when the connection is made, and to the very addresses that were looked at. One address that is not allowed among others
    /// is an attempt, too.
    /// </summary>
    /// <param name="context">Where to.</param>
    /// <param name="allowPrivate">Whether addresses that are not public are allowed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="network">How names are looked up and connections made; null: as the system does.</param>
    /// <exception cref="AddressRefusedException">The name leads to no address, or to one that is not public.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool allowPrivate, CancellationToken cancellation, NetworkWays? network = null)
    {
        network ??= NetworkWays.OfSystem;
        var addresses = await network.Resolve(context.DnsEndPoint.Host, cancellation);
        if (addresses.Length == 0 || (!allowPrivate && !addresses.All(Contains))) throw new AddressRefusedException(context.DnsEndPoint.Host);
        return await network.Connect(addresses, context.DnsEndPoint.Port, cancellation);
    }

    /// <summary>Whether the address is one of the public internet.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(address))
            : Global.Contains(address) && !SpecialGlobal.Any(network => network.Contains(address));
    }
}
