using Dapper;
using HybridAi.Api;
using HybridAi.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Tests.Api;

public class HostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_live_and_ready_once_it_listens()
    {
        await using var api = await ApiBench.StartAsync();

        (await api.GetAsync("/health/live")).Ok().GetProperty("status").GetString().ShouldBe("live");
        (await api.GetAsync("/health/ready")).Ok().GetProperty("status").GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task It_is_live_and_not_ready_when_its_database_is_gone()
    {
        await using var api = await ApiBench.StartAsync();
        await using (var connection = await new HybridAi.Storage.SqliteDatabase(Path.Combine(api.DataDirectory, "hybridai.db")).OpenAsync(Cancellation))
            await connection.ExecuteAsync("DELETE FROM migrations");

        (await api.GetAsync("/health/ready")).Problem.ShouldBe((503, "not-ready", null));
        (await api.GetAsync("/health/live")).Ok();
    }

    [Fact]
    public async Task Wrong_settings_are_named_together_at_start()
    {
        using var folder = new TestFolder();
        await using var app = ApiHost.Create(
            ["--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={folder.Root}", "--HybridAi:Jobs:Concurrency=0", "--HybridAi:Database:Provider=oracle"]);

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(Cancellation));

        refusal.Message.ShouldContain("Concurrency");
        refusal.Message.ShouldContain("HybridAi:Database:Provider");
    }

    [Theory]
    [InlineData("--HybridAi:Jobs:Concurency=3", "Concurency")]
    [InlineData("--HybridAi:Jobs:Concurrency=many", "HybridAi:Jobs:Concurrency")]
    public async Task A_setting_that_is_misspelt_or_of_another_type_is_a_wrong_setting(string setting, string named)
    {
        using var folder = new TestFolder();
        await using var app = ApiHost.Create(["--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={folder.Root}", setting]);

        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(Cancellation))).Failures.ShouldHaveSingleItem().ShouldContain(named);
    }

    [Fact]
    public async Task An_unexpected_failure_is_told_without_internals_and_logged()
    {
        await using var api = await ApiBench.StartAsync();
        await api.SeedMailAsync();
        await using (var connection = await new HybridAi.Storage.SqliteDatabase(Path.Combine(api.DataDirectory, "hybridai.db")).OpenAsync(Cancellation))
            await connection.ExecuteAsync("DROP TABLE projects");

        var answer = await api.GetAsync("/v1/projects");

        answer.Problem.ShouldBe((500, "unexpected", null));
        answer.Text.ShouldNotContain("Sqlite");
        answer.Text.ShouldNotContain("   at ");
        api.Log.Text.ShouldContain("no such table");
    }

    [Fact]
    public async Task A_job_is_looked_at_listed_and_can_not_be_cancelled_when_it_has_ended()
    {
        await using var api = await ApiBench.StartAsync();
        await api.SeedMailAsync();
        var job = await api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });

        (await api.GetAsync($"/v1/jobs/{job.Id}")).Ok().GetProperty("state").GetString().ShouldBe("done");
        (await api.GetAsync("/v1/jobs?project=mail")).Ok().GetArrayLength().ShouldBe(1);
        (await api.GetAsync("/v1/jobs?project=other")).Ok().GetArrayLength().ShouldBe(0);
        (await api.PostAsync($"/v1/jobs/{job.Id}/cancel", "", null)).Problem.ShouldBe((409, "job-ended", null));
    }

    [Fact]
    public async Task A_labelling_that_a_shutdown_interrupts_is_finished_after_the_next_start()
    {
        await using var api = await ApiBench.StartAsync("--HybridAi:Jobs:Concurrency=1");
        await api.SeedMailAsync();
        var store = api.Services.GetRequiredService<JobStore>();
        await api.Services.GetRequiredService<JobRunner>().StopAsync(Cancellation);
        var id = (await api.PostAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" })).Json.GetProperty("id").GetString()!;
        (await store.FindAsync(id, Cancellation))!.State.ShouldBe(JobState.Queued);

        await using var next = ApiHost.Create(["--urls=http://127.0.0.1:0", $"--HybridAi:DataDirectory={api.DataDirectory}"]);
        await next.StartAsync(Cancellation);

        var ended = await next.Services.GetRequiredService<JobDesk>().WhenEndedAsync(id, Cancellation);
        ended.Value.State.ShouldBe(JobState.Done);
        await next.StopAsync(Cancellation);
    }
}
