namespace HybridAi.Tests.Cli;

public sealed class AccessTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task People_and_keys_are_kept_at_the_terminal_and_the_log_knows()
    {
        (await _cli.AnswerAsync("a good long password\n", "users", "add", "ada", "--role", "owner")).Output.ShouldContain("Added: ada: owner on *.");
        (await _cli.AnswerAsync("a good long password\n", "users", "add", "bob", "--role", "viewer")).ExitCode.ShouldBe(0);
        (await DoAsync("users", "role", "bob", "none")).ShouldContain("bob: no role.");
        (await DoAsync("users", "remove", "bob")).ShouldContain("Removed: bob.");
        (await DoAsync("users", "list")).ShouldMatch(@"ada\s+owner on \*");
        (await DoAsync("keys", "create", "shop", "--scopes", "predict", "read", "--days", "30")).Trim().ShouldMatch("^hai_[A-Za-z0-9_-]{43}$");
        (await DoAsync("keys", "rotate", "shop")).Trim().ShouldMatch("^hai_");
        (await DoAsync("keys", "revoke", "shop")).ShouldContain("Revoked: shop.");
        (await DoAsync("keys", "list")).ShouldContain("revoked");

        (await DoAsync("audit")).ShouldMatch(@"commandline\s+user\.add\.owner\s+ada\s+done");
    }

    [Theory]
    [InlineData("No password was given", "users", "add", "ada", "--role", "owner")]
    [InlineData("There is no user 'nobody'", "users", "remove", "nobody")]
    [InlineData("A role is viewer, annotator, reviewer, owner or none, not 'king'", "users", "role", "ada", "king")]
    [InlineData("There is no project 'nowhere'", "keys", "create", "k", "--scopes", "read", "-p", "nowhere")]
    [InlineData("A key holds for more than no time", "keys", "create", "k", "--scopes", "read", "--days", "-3")]
    [InlineData("There is no key 'k'", "keys", "revoke", "k")]
    [InlineData("--limit is between", "audit", "--limit", "0")]
    public async Task What_can_not_be_done_is_refused_with_its_reason(string reason, params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);

        result.ExitCode.ShouldNotBe(0);
        result.Error.ShouldContain(reason);
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
