using System.CommandLine;
using HybridAi.Api.Access;
using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai keys</c>: what programs call with.</summary>
internal static class KeysVerb
{
    public static Command Create() => Verb.Group("keys", "API keys of programs: create, list, rotate, revoke.", New(), List(), Rotate(), Revoke());

    private static Command New()
    {
        var (name, days) = (Name(), Days("For how many days it holds (default: for ever)."));
        var scopes = new Option<Scope[]>("--scopes")
        {
            Description = $"What may be done with it: {Accounts.Names<Scope>()}.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "SCOPE",
        };
        var project = new Option<string>("--project", "-p") { Description = "On which project (default: *, every project).", DefaultValueFactory = _ => Grant.EveryProject, HelpName = "NAME" };
        var tenant = new Option<string?>("--tenant") { Description = "Whose calls are made with it.", HelpName = "NAME" };
        return Verb.Over("create", "Create a key; its secret is shown this once.", async (stages, parsed, cancellation) =>
        {
            var purpose = new KeyPurpose(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), parsed.GetRequiredValue(project), parsed.GetValue(tenant));
            return Show(await stages.Get<Accounts>().CreateKeyAsync(Caller.CommandLine, purpose, Span(parsed.GetValue(days)), cancellation));
        }, name, scopes, project, tenant, days);
    }

    private static Command List() => Verb.Over("list", "All keys, a line each secret.", async (stages, _, cancellation) =>
    {
        var now = stages.Get<TimeProvider>().GetUtcNow();
        Output.Table("API keys", ["name", "secret", "scopes", "on", "tenant", "until", "last used", "state"], (await stages.Get<ApiKeyStore>().ListAsync(cancellation)).Select(key => new[]
        {
            key.Purpose.Name, $"{key.Prefix}…", string.Join(' ', key.Purpose.Scopes).ToLowerInvariant(), key.Purpose.Project, key.Purpose.Tenant ?? "",
            key.ExpiresAt is { } until ? Output.Moment(until) : "for ever", key.LastUsedAt is { } used ? Output.Moment(used) : "never",
            key.StateAt(now).ToString().ToLowerInvariant(),
        }));
        return null;
    });

    private static Command Rotate()
    {
        var (name, days) = (Name(), Days("For how many days the new secret holds (default: as long as the one before was meant to)."));
        var overlap = new Option<double>("--overlap-hours") { Description = "For how long the secret before still holds.", DefaultValueFactory = _ => 24, HelpName = "N" };
        return Verb.Over("rotate", "Another secret under the same name; the one before holds until the overlap is over.", async (stages, parsed, cancellation) =>
            Show(await stages.Get<Accounts>().RotateKeyAsync(
                Caller.CommandLine, parsed.GetRequiredValue(name), TimeSpan.FromHours(Math.Clamp(parsed.GetValue(overlap), -1, 1e6)), Span(parsed.GetValue(days)), cancellation)),
            name, overlap, days);
    }

    private static Command Revoke()
    {
        var name = Name();
        return Verb.Over("revoke", "Take a key back, every secret of it.", async (stages, parsed, cancellation) =>
        {
            if (!(await stages.Get<Accounts>().RevokeKeyAsync(Caller.CommandLine, parsed.GetRequiredValue(name), cancellation)).Succeeded(out var revoked, out var fault)) return fault;
            Output.Line($"Revoked: {revoked}.");
            return null;
        }, name);
    }

    // The secret alone on standard output: a script takes it from there, a person reads the rest.
    private static Fault? Show(Outcome<IssuedKey> outcome)
    {
        if (!outcome.Succeeded(out var issued, out var fault)) return fault;
        Console.Error.WriteLine($"The secret of '{issued.Key.Purpose.Name}', shown this once:");
        Output.Line(issued.Secret);
        return null;
    }

    private static Argument<string> Name() => new("name") { Description = "The key's name; budgets count by it." };

    private static Option<double?> Days(string description) => new("--days") { Description = description, HelpName = "N" };

    // Out of range becomes a fault of the key's life, and never an overflow.
    private static TimeSpan? Span(double? days) => days is { } given ? TimeSpan.FromDays(Math.Clamp(given, -1, 1e6)) : null;
}
