using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace HybridAi.Api.Access;

/// <summary>
/// The keys that protect cookies and forms, under the data directory. Opened when the first is asked for: settings are looked at when the host
/// starts and not while it is put together, so that what is wrong with them is told all at once.
/// </summary>
internal sealed class CookieKeys(IServiceProvider services, ILoggerFactory logs) : IXmlRepository
{
    private const string Folder = "keys";

    private readonly Lazy<FileSystemXmlRepository> _files = new(()
        => new(Directory.CreateDirectory(Path.Combine(services.GetRequiredService<HybridAiOptions>().DataDirectory, Folder)), logs));

    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
}
