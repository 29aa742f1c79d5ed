namespace HybridAi.Tests.Api;

/// <summary>One host with the small mail project, shared by the tests of a class, which leave its records unreviewed.</summary>
public sealed class MailApi : IAsyncLifetime
{
    internal ApiBench Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Api = await ApiBench.StartAsync("--HybridAi:Prediction:MaxTexts=3", "--HybridAi:Ingestion:MaxTextCharacters=100", "--HybridAi:Ingestion:MaxFileBytes=2000",
            "--Kestrel:Limits:MaxRequestBodySize=1500");
        await Api.SeedMailAsync();
        await Api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });
        (await Api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(System.Net.HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
