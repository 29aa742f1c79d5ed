using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Learn.Registry;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai models</c>: the registry by stage, with rollback, and a look at the catalogue.</summary>
internal static class ModelsVerb
{
    public static Command Create() => Verb.Group(
        "models", "The trained models by stage: list, show, promote, roll back; check the LLMs of the settings.",
        List(), Show(), Promote(), Rollback(), ModelsCheckVerb.Create());

    private static Command List() => Verb.OverProject("list", "All models, newest first.", async (stages, project, _, cancellation) =>
    {
        var models = await stages.Get<ModelRegistry>().ListAsync(project.Definition.Name, cancellation);
        Output.Table("Models", ["model", "stage", "accuracy", "rows", "dataset", "trained"], models.Select(model => new[]
        {
            model.Card.ShortHash, model.Stage.ToString().ToLowerInvariant(), model.Card.Gate.Accuracy is { } accuracy ? Output.Percent(accuracy) : "not judged",
            Output.Count(model.Card.TrainRows), model.Card.DatasetHash[..8], $"{model.Card.CreatedAt:u}",
        }));
        return null;
    });

    private static Command Show()
    {
        var hash = Hash();
        return Verb.OverProject("show", "One model's card and how it came to its stage.", async (stages, project, parsed, cancellation) =>
        {
            var found = await stages.Get<ModelRegistry>().FindAsync(project.Definition.Name, parsed.GetRequiredValue(hash), cancellation);
            if (!found.Succeeded(out var model, out var fault)) return fault;
            Output.Json(model);
            return null;
        }, hash);
    }

    private static Command Promote()
    {
        var (hash, reason) = (Hash(), Reason("promoted at the command line"));
        return Verb.OverProject("promote", "Make a model the champion.", async (stages, project, parsed, cancellation)
            => Say(await stages.Get<ModelRegistry>().PromoteAsync(
                project.Definition.Name, parsed.GetRequiredValue(hash), parsed.GetRequiredValue(reason), cancellation)), hash, reason);
    }

    private static Command Rollback()
    {
        var reason = Reason("rolled back at the command line");
        return Verb.OverProject("rollback", "Bring back the champion before this one.", async (stages, project, parsed, cancellation)
            => Say(await stages.Get<ModelRegistry>().RollbackAsync(project.Definition.Name, parsed.GetRequiredValue(reason), cancellation)), reason);
    }

    private static Fault? Say(Outcome<RegisteredModel> outcome)
    {
        if (!outcome.Succeeded(out var model, out var fault)) return fault;
        Output.Line($"{model.Card.ShortHash} is {model.Stage.ToString().ToLowerInvariant()} now. Routes keep the model that they were built with: build one on it.");
        return null;
    }

    private static Argument<string> Hash() => new("model") { Description = "The model's hash; its first eight digits are enough." };

    private static Option<string> Reason(string usual) => new("--reason") { Description = "Why, for the history.", DefaultValueFactory = _ => usual, HelpName = "TEXT" };
}
