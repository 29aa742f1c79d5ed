using System.Net;
using HybridAi.Jobs.Webhooks;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Fetches a document from the public internet, where the settings allow it. Where a name leads is looked at when the connection is made, and the
/// connection goes to the very address that was looked at, for each redirect anew. Proxies and cookies are not used.
/// </summary>
public sealed class UrlFetch : IDisposable
{
    private const int MostRedirects = 5;

    private readonly DocumentOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>A fetcher under these settings.</summary>
    public UrlFetch(DocumentOptions options, TimeProvider clock)
        : this(options, clock, NetworkWays.OfSystem)
    {
    }

    /// <summary>A fetcher over another network.</summary>
    internal UrlFetch(DocumentOptions options, TimeProvider clock, NetworkWays network)
    {
        (_options, _clock) = (options, clock);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, cancellation) => PublicAddresses.ConnectAsync(context, allowPrivate: false, cancellation, network),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches a document and hands its content on while it comes.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="take">Takes the content, and the name that its address gives it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was made of it, or a fault: fetching is not allowed, the address is not public, it answered otherwise, or not in time.</returns>
    public async Task<Outcome<T>> FetchAsync<T>(string address, Func<Stream, string, CancellationToken, Task<Outcome<T>>> take, CancellationToken cancellation)
        where T : notnull
    {
        if (!_options.AllowUrls) return Fault.BadInput("url-not-allowed", "Addresses are not fetched here; HybridAi:Documents:AllowUrls allows it.", "url");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)) return Bad($"'{address}' is no address.");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.UrlSeconds), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                if (url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0) return Bad("Only addresses that begin with https:// or http://, without a password, are fetched.");
                using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
                {
                    url = new Uri(url, next);
                    continue;
                }

                if (!response.IsSuccessStatusCode) return Fault.Unavailable("url-unavailable", $"The address answered {(int)response.StatusCode}.", "url");
                if (response.Content.Headers.ContentLength > _options.MaxFileBytes) return DocumentFiles.TooLarge(_options.MaxFileBytes);
                await using var content = await response.Content.ReadAsStreamAsync(either.Token);
                return await take(content, NameOf(url, response.Content.Headers.ContentType?.MediaType), either.Token);
            }

            return Bad($"The address leads on more than {MostRedirects} times.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Fault.Unavailable("url-unavailable", $"The address did not give the document within {_options.UrlSeconds:0.#} s (HybridAi:Documents:UrlSeconds).", "url");
        }
        catch (HttpRequestException failure) when (failure.InnerException is AddressRefusedException refused)
        {
            return Fault.BadInput("url-not-public", $"{refused.Message} It is not fetched.", "url");
        }
        catch (HttpRequestException failure)
        {
            return Fault.Unavailable("url-unavailable", $"The address can't be reached: {failure.Message}", "url");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Fault Bad(string reason) => Fault.BadInput("url-bad", reason, "url");

    private static string NameOf(Uri url, string? type)
    {
        var name = Uri.UnescapeDataString(url.AbsolutePath[(url.AbsolutePath.LastIndexOf('/') + 1)..]);
        if (name.Length == 0) name = url.Host;
        return Path.GetExtension(name).Length == 0 && type == "text/html" ? name + ".html" : name;
    }
}
