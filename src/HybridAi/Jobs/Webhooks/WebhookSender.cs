using System.Text;

namespace HybridAi.Jobs.Webhooks;

/// <summary>What came of one attempt: delivered when there is no error.</summary>
/// <param name="Status">The answer's status; null where none came.</param>
/// <param name="Error">Why it is no delivery.</param>
internal sealed record Attempt(int? Status, string? Error);

/// <summary>
/// Posts deliveries. Where a name leads is looked at when the connection is made, and the connection goes to the very address that was looked at.
/// Redirects, proxies and cookies are not followed or used, and of the answer only the status is read.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>A sender under these settings.</summary>
    public WebhookSender(WebhookOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                MaxResponseHeadersLength = 16,
                MaxResponseDrainSize = 0,
                ConnectCallback = (context, cancellation) => PublicAddresses.ConnectAsync(context, options.AllowPrivateAddresses, cancellation),
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal async Task<Attempt> SendAsync(Delivery delivery, Uri url, string secret, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret, delivery.Body, _clock.GetUtcNow()));
        request.Headers.Add("HybridAi-Delivery", delivery.Id);
        request.Headers.Add("HybridAi-Event", delivery.Event);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new((int)response.StatusCode, response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, $"No answer within {_options.TimeoutSeconds:0.#} s.");
        }
        catch (HttpRequestException failure)
        {
            return new(null, failure.InnerException is AddressRefusedException refused ? $"{refused.Message} HybridAi:Webhooks:AllowPrivateAddresses allows it." : failure.Message);
        }
    }
}
