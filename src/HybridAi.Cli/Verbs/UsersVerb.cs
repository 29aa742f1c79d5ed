using System.CommandLine;
using HybridAi.Api.Access;
using HybridAi.Cli.Terminal;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai users</c>: who can sign in, and as what.</summary>
internal static class UsersVerb
{
    private const string NoRole = "none";

    public static Command Create() => Verb.Group("users", "People who sign in: add, list, role, password, remove.", Add(), List(), SetRole(), Password(), Remove());

    private static Command Add()
    {
        var (name, project) = (Name(), Project());
        var role = new Option<Role>("--role") { Description = $"The first role: {Accounts.Names<Role>()}.", Required = true, HelpName = "ROLE" };
        return Verb.Over("add", "Add a user; the password is asked for, or read from standard input.", async (stages, parsed, cancellation) =>
        {
            if (!SecretInput.Read("Password: ").Succeeded(out var password, out var fault)) return fault;
            var added = await stages.Get<Accounts>().AddUserAsync(
                Caller.CommandLine, parsed.GetRequiredValue(name), password, parsed.GetRequiredValue(project), parsed.GetValue(role), cancellation);
            return Say(added, user => $"Added: {Describe(user)}");
        }, name, role, project);
    }

    private static Command List() => Verb.Over("list", "All users with their roles.", async (stages, _, cancellation) =>
    {
        Output.Table("Users", ["name", "roles", "since"], (await stages.Get<UserStore>().ListAsync(cancellation)).Select(user => new[]
        {
            user.Name, Roles(user), Output.Moment(user.CreatedAt),
        }));
        return null;
    });

    private static Command SetRole()
    {
        var (name, project) = (Name(), Project());
        var role = new Argument<string>("role") { Description = $"{Accounts.Names<Role>()}; or {NoRole}, which takes the role away." };
        return Verb.Over("role", "Give a role on a project, or take it away; the user signs in anew.", async (stages, parsed, cancellation) =>
        {
            var (word, given) = (parsed.GetRequiredValue(role), default(Role));
            if (word != NoRole && !Enum.TryParse(word, ignoreCase: true, out given))
                return Fault.BadInput("role-unknown", $"A role is {Accounts.Names<Role>()} or {NoRole}, not '{word}'.", "role");
            return Say(
                await stages.Get<Accounts>().SetRoleAsync(
                    Caller.CommandLine, parsed.GetRequiredValue(name), parsed.GetRequiredValue(project), word == NoRole ? null : given, cancellation),
                Describe);
        }, name, role, project);
    }

    private static Command Password()
    {
        var name = Name();
        return Verb.Over("password", "Set a password; it is asked for, or read from standard input.", async (stages, parsed, cancellation) =>
            SecretInput.Read("Password: ").Succeeded(out var password, out var fault)
                ? Say(await stages.Get<Accounts>().SetPasswordAsync(Caller.CommandLine, parsed.GetRequiredValue(name), password, cancellation), user => $"{user.Name}: password set.")
                : fault, name);
    }

    private static Command Remove()
    {
        var name = Name();
        return Verb.Over("remove", "Remove a user; what was done stays.", async (stages, parsed, cancellation) =>
            Say(await stages.Get<Accounts>().RemoveUserAsync(Caller.CommandLine, parsed.GetRequiredValue(name), cancellation), user => $"Removed: {user.Name}."), name);
    }

    private static Fault? Say(Outcome<User> outcome, Func<User, string> words)
    {
        if (!outcome.Succeeded(out var user, out var fault)) return fault;
        Output.Line(words(user));
        return null;
    }

    private static string Describe(User user) => $"{user.Name}: {(user.Roles.Count == 0 ? "no role" : Roles(user))}.";

    private static string Roles(User user) => string.Join(", ", user.Roles.Select(role => $"{role.Value.ToString().ToLowerInvariant()} on {role.Key}"));

    private static Argument<string> Name() => new("name") { Description = "The user's name." };

    private static Option<string> Project() => new("--project", "-p")
    {
        Description = "On which project (default: *, every project).", DefaultValueFactory = _ => Grant.EveryProject, HelpName = "NAME",
    };
}
