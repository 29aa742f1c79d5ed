using HybridAi.Storage;

namespace HybridAi.Tests.Storage;

public class MigratorTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Migrations_are_applied_once(string name)
    {
        await using var test = await TestDatabase.CreateAsync(name, migrate: false);
        var migrator = new Migrator(test.Database, test.Clock);

        (await migrator.MigrateAsync(TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        (await migrator.MigrateAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Processes_that_start_together_migrate_once(string name)
    {
        await using var test = await TestDatabase.CreateAsync(name, migrate: false);

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => new Migrator(test.Database, test.Clock).MigrateAsync(TestContext.Current.CancellationToken))));

        applied.Count(names => names.Count > 0).ShouldBe(1);
    }
}
