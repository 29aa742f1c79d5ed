using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using Azure.Core;
using Azure.Identity;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class AzureOpenAiProviderTests
{
    private const string Token = "entra-token-that-must-not-show";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_goes_out_in_the_header_api_key_and_nowhere_else(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var client = fixture.Catalogue(("large", new ModelOptions
        {
            Provider = "azure-openai", Model = "deployment", Endpoint = server.AzureEndpoint, ApiKeyVariable = LlmFixture.KeyVariable,
        })).Find("large").Value.Client;

        var response = await (streams ? new ByStreaming(client) : client).GetResponseAsync("hello", LlmFixture.Options(), TestContext.Current.CancellationToken);

        response.Text.ShouldBe("hello");
        var seen = server.Requests.ShouldHaveSingleItem();
        (seen.ApiKey, seen.Authorization).ShouldBe((LlmFixture.Key, null));
        seen.Json.GetProperty("model").GetString().ShouldBe("deployment");
        seen.Body.ShouldNotContain(LlmFixture.Key);
    }

    [Fact]
    public async Task An_entra_token_goes_out_as_bearer_and_is_asked_for_the_right_scope()
    {
        var tokens = new FakeTokens(Token);
        using var wire = new FakeWire();
        using var http = new HttpClient(wire);
        var provider = new AzureOpenAiProvider(_ => null, _ => tokens, new HttpClientPipelineTransport(http));

        var client = provider.Create("large", Entra()).Value;
        var response = await client.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken);

        response.Text.ShouldBe("fine");
        wire.Authorization.ShouldBe($"Bearer {Token}");
        wire.Address.ShouldBe("https://house.openai.azure.com/openai/v1/chat/completions");
        tokens.Scope.ShouldBe("https://ai.azure.com/.default");
    }

    [Fact]
    public async Task Each_identity_has_one_source_of_tokens_and_each_model_its_scope()
    {
        var made = new List<(string? Tenant, string? Client)>();
        var credential = new FakeCredential();
        using var wire = new FakeWire();
        using var http = new HttpClient(wire);
        var provider = new AzureOpenAiProvider(_ => null, entra =>
        {
            made.Add((entra.TenantId, entra.ManagedIdentityClientId));
            return credential;
        }, new HttpClientPipelineTransport(http));
        const string client = "8d1f0f66-2f0a-4d57-9a0c-3b6b5a1c7e11";

        foreach (var (tenant, identity, scope) in new (string?, string?, string?)[]
        {
            ("contoso.com", client, "https://ai.azure.us/.default"), ("contoso.com", client, null), (null, null, null),
        })
        {
            var options = Entra();
            options.Entra = new() { TenantId = tenant, ManagedIdentityClientId = identity };
            if (scope is not null) options.Entra.TokenScope = scope;
            provider.Check(options).ShouldBeEmpty();
            await provider.Create("large", options).Value.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken);
        }

        made.ShouldBe([("contoso.com", client), (null, null)]);
        credential.Scopes.ShouldBe(["https://ai.azure.us/.default", EntraOptions.UsualScope, EntraOptions.UsualScope]);
        wire.Authorization.ShouldBe($"Bearer {Token}");
    }

    [Fact]
    public void What_the_settings_say_of_an_identity_reaches_the_credential()
    {
        const string client = "8d1f0f66-2f0a-4d57-9a0c-3b6b5a1c7e11";
        var named = AzureOpenAiProvider.Identity(new() { TenantId = "contoso.com", ManagedIdentityClientId = client });
        (named.TenantId, named.ManagedIdentityClientId).ShouldBe(("contoso.com", client));
        var (usual, none) = (new DefaultAzureCredentialOptions(), AzureOpenAiProvider.Identity(new()));
        (none.TenantId, none.ManagedIdentityClientId).ShouldBe((usual.TenantId, usual.ManagedIdentityClientId));
    }

    [Theory]
    [InlineData("no tenant!", null, null, "Entra:TenantId")]
    [InlineData(null, "my-identity", null, "Entra:ManagedIdentityClientId")]
    [InlineData(null, null, "https://ai.azure.com", "Entra:TokenScope")]
    [InlineData(null, null, "http://ai.azure.com/.default", "Entra:TokenScope")]
    [InlineData(null, null, "default", "Entra:TokenScope")]
    public void Settings_of_an_identity_that_can_not_be_are_named_by_their_place(string? tenant, string? client, string? scope, string place)
    {
        var options = Entra();
        options.Entra = new() { TenantId = tenant, ManagedIdentityClientId = client, TokenScope = scope ?? EntraOptions.UsualScope };
        new AzureOpenAiProvider().Check(options).ShouldHaveSingleItem().Place.ShouldBe(place);
    }

    [Fact]
    public void Settings_of_an_identity_beside_a_key_are_refused()
    {
        var options = new ModelOptions { Provider = "openai", Model = "m", Endpoint = new Uri("http://localhost:1/v1"), Entra = new() };
        new OpenAiProvider(_ => null).Check(options).ShouldHaveSingleItem().Reason.ShouldContain("only with the Credential Entra");
    }

    [Fact]
    public async Task Without_a_token_the_call_is_a_fault_that_says_so()
    {
        using var wire = new FakeWire();
        using var http = new HttpClient(wire);
        var provider = new AzureOpenAiProvider(_ => null, _ => new FakeTokens(null), new HttpClientPipelineTransport(http));

        var failure = await Should.ThrowAsync<ModelCallException>(
            provider.Create("large", Entra()).Value.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken));

        failure.Fault.Code.ShouldBe("model-unauthorized");
        failure.Fault.Reason.ShouldContain("No Entra token");
        wire.Authorization.ShouldBeNull();
    }

    [Fact]
    public void What_is_wrong_with_the_settings_is_said_by_its_place()
    {
        var provider = new AzureOpenAiProvider(_ => null, _ => throw new InvalidOperationException());
        Fault Only(string? endpoint, ModelCredential credential = ModelCredential.Key, string? variable = null) => provider.Check(new ModelOptions
        {
            Provider = "azure-openai", Model = "m", Endpoint = endpoint is null ? null : new Uri(endpoint), Credential = credential, ApiKeyVariable = variable,
        }).ShouldHaveSingleItem();

        Only(null).Place.ShouldBe("Endpoint");
        Only("https://house.openai.azure.com/").Reason.ShouldContain("https://house.openai.azure.com/openai/v1/");
        Only("http://house.openai.azure.com/openai/v1/", ModelCredential.Entra).Reason.ShouldContain("https only");
        Only("https://house.openai.azure.com/openai/v1/").Place.ShouldBe("ApiKeyVariable");
        Only("https://house.openai.azure.com/openai/v1/", variable: "AZURE_KEY").Reason.ShouldContain("AZURE_KEY is not set");
        provider.Check(Entra()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(LlmFixture.Key)]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789")]
    public void A_key_that_stands_where_a_variable_s_name_belongs_is_not_repeated(string key)
    {
        var fault = new OpenAiProvider(_ => null).Check(new ModelOptions
        {
            Provider = "openai", Model = "m", Endpoint = new Uri("https://models.example/v1"), ApiKeyVariable = key,
        }).ShouldHaveSingleItem();

        fault.ToString().ShouldNotContain(key);
        fault.Reason.ShouldContain("never the key itself");
    }

    private static ModelOptions Entra() => new()
    {
        Provider = "azure-openai", Model = "deployment", Endpoint = new Uri("https://house.openai.azure.com/openai/v1/"), Credential = ModelCredential.Entra,
    };

    private sealed class FakeCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.Add(requestContext.Scopes.ShouldHaveSingleItem());
            return new(new AccessToken(Token, DateTimeOffset.MaxValue));
        }
    }

    private sealed class FakeTokens(string? token) : AuthenticationTokenProvider
    {
        public string? Scope { get; private set; }

        public override GetTokenOptions? CreateTokenOptions(IReadOnlyDictionary<string, object> properties) => new(properties);

        public override AuthenticationToken GetToken(GetTokenOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AuthenticationToken> GetTokenAsync(GetTokenOptions options, CancellationToken cancellationToken)
        {
            Scope = ((ReadOnlyMemory<string>)options.Properties[GetTokenOptions.ScopesPropertyName]).Span[0];
            return token is null
                ? throw new CredentialUnavailableException("no identity here")
                : new(new AuthenticationToken(token, "Bearer", DateTimeOffset.MaxValue));
        }
    }

    private sealed class FakeWire : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        public string? Address { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Authorization, Address) = (request.Headers.Authorization?.ToString(), request.RequestUri?.ToString());
            const string answer =
                """
                {"id":"1","object":"chat.completion","created":1700000000,"model":"served",
                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"fine"}}]}
                """;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, null, "application/json") });
        }
    }
}
