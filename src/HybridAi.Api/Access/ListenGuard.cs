using Microsoft.Extensions.Options;

namespace HybridAi.Api.Access;

/// <summary>Refuses to start a server that others can reach while there is neither a user nor a key.</summary>
internal sealed class ListenGuard(IConfiguration configuration, OpenMode open) : IHostedLifecycleService
{
    /// <exception cref="OptionsValidationException">Somewhere is listened beyond loopback, and nobody could be asked who he is.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (Addresses().FirstOrDefault(IsBeyondLoopback) is not { } beyond || !await open.IsOpenAsync(cancellationToken)) return;
        throw new OptionsValidationException("urls", typeof(string), [
            $"{beyond} can be reached from other machines, and there is neither a user nor an API key yet. "
            + "Make one first, with 'hybridai users add NAME --role owner' or 'hybridai keys create NAME --scopes predict', or listen on http://127.0.0.1 only.",
        ]);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // All places from which Kestrel takes its addresses; a port alone is a port on every address.
    private IEnumerable<string> Addresses() =>
    [
        .. Split(configuration[WebHostDefaults.ServerUrlsKey]),
        .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
        .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").Where(url => url.Length > 0),
    ];

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsBeyondLoopback(string url) => !OpenMode.IsLoopback(BindingAddress.Parse(url).Host);
}
