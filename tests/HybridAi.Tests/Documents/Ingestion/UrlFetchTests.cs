using System.Net;
using System.Text;
using HybridAi.Documents.Ingestion;
using HybridAi.Jobs.Webhooks;

namespace HybridAi.Tests.Documents.Ingestion;

public class UrlFetchTests
{
    [Theory]
    [InlineData(false, "https://example.com/a.pdf", "url-not-allowed")]
    [InlineData(true, "http://127.0.0.1/a.pdf", "url-not-public")]
    [InlineData(true, "http://localhost:5080/v1/users", "url-not-public")]
    [InlineData(true, "http://169.254.169.254/latest/meta-data", "url-not-public")]
    [InlineData(true, "http://10.1.2.3/", "url-not-public")]
    [InlineData(true, "http://[::1]/", "url-not-public")]
    [InlineData(true, "http://[::ffff:192.168.0.1]/", "url-not-public")]
    [InlineData(true, "http://2130706433/", "url-not-public")]
    [InlineData(true, "file:///etc/passwd", "url-bad")]
    [InlineData(true, "https://user:secret@example.com/", "url-bad")]
    [InlineData(true, "not an address", "url-bad")]
    public async Task Nothing_but_public_addresses_is_fetched_and_only_where_it_is_allowed(bool allowed, string address, string code)
    {
        using var fetch = new UrlFetch(new DocumentOptions { AllowUrls = allowed }, TimeProvider.System);

        var fetched = await fetch.FetchAsync<string>(address, (_, _, _) => throw new InvalidOperationException("It was fetched."), TestContext.Current.CancellationToken);

        fetched.Fault.ShouldNotBeNull().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("http://127.0.0.1/latest")]
    [InlineData("http://inside.example/users")]
    [InlineData("//inside.example/users")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://2130706433/")]
    public async Task A_redirect_to_a_private_address_is_looked_at_like_any_other_and_not_followed(string onwards)
    {
        var network = new FakeNetwork().With("outside.example", "93.184.216.34").With("inside.example", "10.0.0.1");
        network.Answers["93.184.216.34"] = $"HTTP/1.1 302 Found\r\nLocation: {onwards}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        (await FetchAsync(network, "http://outside.example/a.txt")).Fault.ShouldNotBeNull().Code.ShouldBe("url-not-public");

        network.Connected.ShouldBe(["93.184.216.34:80"]);
    }

    [Fact]
    public async Task A_redirect_to_another_public_address_is_followed()
    {
        var network = new FakeNetwork().With("outside.example", "93.184.216.34").With("other.example", "151.101.1.69");
        network.Answers["93.184.216.34"] = "HTTP/1.1 301 Moved\r\nLocation: http://other.example:8080/b.txt\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        network.Answers["151.101.1.69"] = FakeNetwork.Ok("A text.");

        (await FetchAsync(network, "http://outside.example/a.txt")).Value.ShouldBe("b.txt: A text.");

        network.Connected.ShouldBe(["93.184.216.34:80", "151.101.1.69:8080"]);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_once_it_was_looked_at_is_looked_at_with_each_connection_and_once_only()
    {
        var network = new FakeNetwork().With("rebound.example", "93.184.216.34", "127.0.0.1");
        network.Answers["93.184.216.34"] = FakeNetwork.Ok("Harmless.");

        (await FetchAsync(network, "http://rebound.example/a.txt")).Value.ShouldBe("a.txt: Harmless.");
        // The name was looked up once, and the connection went to the very address that was found then.
        (network.Lookups, network.Connected.ShouldHaveSingleItem()).ShouldBe((1, "93.184.216.34:80"));

        (await FetchAsync(network, "http://rebound.example/a.txt")).Fault.ShouldNotBeNull().Code.ShouldBe("url-not-public");
        network.Connected.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_is_an_attempt_too()
    {
        var network = new FakeNetwork();
        network.Names["mixed.example"] = new([[IPAddress.Parse("93.184.216.34"), IPAddress.Parse("192.168.0.10")]]);

        (await FetchAsync(network, "http://mixed.example/")).Fault.ShouldNotBeNull().Code.ShouldBe("url-not-public");

        network.Connected.ShouldBeEmpty();
    }

    private static async Task<Outcome<string>> FetchAsync(FakeNetwork network, string address)
    {
        using var fetch = new UrlFetch(new DocumentOptions { AllowUrls = true }, TimeProvider.System, network.Ways);
        return await fetch.FetchAsync<string>(address, async (content, name, cancellation) =>
        {
            using var reader = new StreamReader(content);
            return Success.Of($"{name}: {await reader.ReadToEndAsync(cancellation)}");
        }, TestContext.Current.CancellationToken);
    }

    /// <summary>Names that lead from one address to the next with each look-up, and addresses that say one thing; whatever is an address leads to itself.</summary>
    private sealed class FakeNetwork
    {
        public Dictionary<string, Queue<IPAddress[]>> Names { get; } = [];

        public Dictionary<string, string> Answers { get; } = [];

        public List<string> Connected { get; } = [];

        public int Lookups { get; private set; }

        public NetworkWays Ways => new(
            (name, _) => Task.FromResult(Lookup(name)),
            (addresses, port, _) =>
            {
                Connected.Add($"{addresses[0]}:{port}");
                return Task.FromResult<Stream>(new Said(Answers[addresses[0].ToString()]));
            });

        public static string Ok(string text) => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}";

        public FakeNetwork With(string name, params string[] addresses)
        {
            Names[name] = new(addresses.Select(address => (IPAddress[])[IPAddress.Parse(address)]));
            return this;
        }

        private IPAddress[] Lookup(string name)
        {
            Lookups++;
            return Names.TryGetValue(name, out var leads) ? leads.Dequeue() : [IPAddress.Parse(name.Trim('[', ']'))];
        }
    }

    /// <summary>A connection whose other end says one thing, whatever it is told.</summary>
    private sealed class Said(string text) : MemoryStream(Encoding.ASCII.GetBytes(text))
    {
        public override bool CanWrite => true;

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\anna\\report.docx", "report.docx")]
    [InlineData("/abs/olute.pdf", "olute.pdf")]
    [InlineData("plain.md", "plain.md")]
    [InlineData("a\u202Efdp.exe", "afdp.exe")]
    public void Of_a_path_only_the_name_is_taken(string given, string name) => DocumentName.Of(given).Value.ShouldBe(name);

    [Theory]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("")]
    [InlineData(null)]
    public void A_path_without_a_name_is_refused(string? given) => DocumentName.Of(given).Fault.ShouldNotBeNull().Code.ShouldBe("document-name-bad");
}
