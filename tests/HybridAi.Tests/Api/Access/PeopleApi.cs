namespace HybridAi.Tests.Api.Access;

/// <summary>One host with people of every role, shared by the tests of a class: passwords are slow to hash.</summary>
public sealed class PeopleApi : IAsyncLifetime
{
    internal AccessBench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await AccessBench.StartAsync();

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
