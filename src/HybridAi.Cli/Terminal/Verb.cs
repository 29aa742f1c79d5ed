using System.CommandLine;
using System.Data.Common;
using HybridAi.Curate.Projects;
using HybridAi.Storage;
using Microsoft.Extensions.Options;

namespace HybridAi.Cli.Terminal;

/// <summary>How a verb is run and how it ends: 0 done, 2 refused with one line that says where and why, 130 cancelled.</summary>
internal static class Verb
{
    /// <summary>A verb that works on the stages; the fault it returns, if any, is printed as one line.</summary>
    public static Command Over(string name, string description, Func<Stages, ParseResult, CancellationToken, Task<Fault?>> work, params IEnumerable<Symbol> inputs)
        => Unstored(name, description, async (stages, parsed, cancellation) =>
        {
            try
            {
                await stages.Get<Migrator>().MigrateAsync(cancellation);
                return await work(stages, parsed, cancellation);
            }
            catch (DbException failure)
            {
                return Fault.Unavailable("database", failure.Message.ReplaceLineEndings(" "), stages.Get<IDatabase>().Place);
            }
        }, inputs);

    /// <summary>A verb that works on the stages and leaves the data directory alone.</summary>
    public static Command Unstored(string name, string description, Func<Stages, ParseResult, CancellationToken, Task<Fault?>> work, params IEnumerable<Symbol> inputs)
        => Alone(name, description, async (parsed, cancellation) =>
        {
            await using var stages = Stages.Open(parsed.GetValue(CommonOptions.DataDirectory), parsed.GetValue(CommonOptions.Settings));
            return await work(stages, parsed, cancellation);
        }, inputs);

    /// <summary>A verb that works on one project, which <c>--project</c> names.</summary>
    public static Command OverProject(
        string name, string description, Func<Stages, ProjectVersion, ParseResult, CancellationToken, Task<Fault?>> work, params IEnumerable<Symbol> inputs)
    {
        var option = new Option<string>("--project", "-p") { Description = "The project's name.", Required = true, HelpName = "NAME" };
        return Over(name, description, async (stages, parsed, cancellation) =>
        {
            var found = await stages.Get<ProjectStore>().FindAsync(parsed.GetRequiredValue(option), cancellation);
            return found.Succeeded(out var project, out var fault) ? await work(stages, project, parsed, cancellation) : fault;
        }, [.. inputs, option]);
    }

    /// <summary>A verb that needs no stages.</summary>
    public static Command Alone(string name, string description, Func<ParseResult, CancellationToken, Task<Fault?>> work, params IEnumerable<Symbol> inputs)
    {
        var command = new Command(name, description);
        foreach (var input in inputs)
        {
            if (input is Option option) command.Add(option);
            else if (input is Argument argument) command.Add(argument);
        }

        command.SetAction((parsed, cancellation) => EndAsync(() => work(parsed, cancellation)));
        return command;
    }

    /// <summary>A verb of verbs.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> verbs)
    {
        var command = new Command(name, description);
        foreach (var verb in verbs) command.Add(verb);
        return command;
    }

    private static async Task<int> EndAsync(Func<Task<Fault?>> work)
    {
        try
        {
            return await work() is { } fault ? Refuse(fault.ToString(), 2) : 0;
        }
        catch (OperationCanceledException)
        {
            return Refuse("cancelled. Nothing is half-written; the same command goes on from whatever was kept.", 130);
        }
        catch (OptionsValidationException wrong)
        {
            return Refuse($"settings: {string.Join(" ", wrong.Failures)}", 2);
        }
        catch (Exception outside) when (outside is IOException or UnauthorizedAccessException or DbException or InvalidDataException)
        {
            return Refuse(outside.Message.ReplaceLineEndings(" "), 2);
        }
    }

    private static int Refuse(string line, int exitCode)
    {
        Console.Error.WriteLine($"hybridai: {line}");
        return exitCode;
    }
}
