using HybridAi.Documents.Ingestion;

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
