using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Gateway;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai budget</c>: caps on what model calls may cost.</summary>
internal static class BudgetVerb
{
    public static Command Create() => Verb.Group("budget", "Cap what model calls may cost, per day or month: set, list, remove.", Set(), List(), Remove());

    private static Command Set()
    {
        var (cap, name) = (new Argument<decimal>("cap") { Description = "At most so many US dollars a period; 0 forbids every call that costs anything." }, new NameOptions());
        return Verb.Over("set", "Set a cap or change it; it counts from now on.", async (stages, parsed, cancellation) =>
        {
            if (!name.Read(parsed).Succeeded(out var budget, out var fault)) return fault;
            if (await UnknownProjectAsync(stages, budget, cancellation) is { } unknown) return unknown;
            if (!(await stages.Get<BudgetStore>().SetAsync(new(budget, parsed.GetRequiredValue(cap)), cancellation)).Succeeded(out var state, out fault)) return fault;
            Show([state]);
            return null;
        }, [cap, .. name.All]);
    }

    private static Command List() => Verb.Over("list", "All budgets with what is spent, reserved and left.", async (stages, _, cancellation) =>
    {
        Show(await stages.Get<BudgetStore>().ListAsync(cancellation));
        return null;
    });

    private static Command Remove()
    {
        var name = new NameOptions();
        return Verb.Over("remove", "Remove a cap; calls go on without it.", async (stages, parsed, cancellation) =>
        {
            if (!name.Read(parsed).Succeeded(out var budget, out var fault)) return fault;
            if (!(await stages.Get<BudgetStore>().RemoveAsync(budget, cancellation)).Succeeded(out _, out fault)) return fault;
            Output.Line($"Removed: {budget}.");
            return null;
        }, name.All);
    }

    // A cap on a misspelt project would hold nothing. Keys and tenants are not ours to know.
    private static async Task<Fault?> UnknownProjectAsync(Stages stages, BudgetName budget, CancellationToken cancellation)
        => budget.Scope == BudgetScope.Project ? (await stages.Get<ProjectStore>().FindAsync(budget.Name, cancellation)).Fault : null;

    private static void Show(IReadOnlyList<BudgetState> budgets) => Output.Table(
        "Budgets", ["for", "name", "per", "cap", "spent", "of it assumed", "reserved", "left", "renews"], budgets.Select(budget => new[]
        {
            budget.Name.Scope.ToString().ToLowerInvariant(), budget.Name.Name, budget.Name.Period.ToString().ToLowerInvariant(), Output.Money(budget.CapUsd),
            Output.Money(budget.SpentUsd), Output.Money(budget.AssumedUsd), Output.Money(budget.ReservedUsd), Output.Money(budget.LeftUsd),
            Output.Moment(budget.RenewsAt),
        }));

    /// <summary>Which budget: one of project, key and tenant, and the period.</summary>
    private sealed class NameOptions
    {
        private readonly Option<string?> _project = new("--project", "-p") { Description = "Calls for this project.", HelpName = "NAME" };
        private readonly Option<string?> _key = new("--key") { Description = "Calls with the API key of this id.", HelpName = "ID" };
        private readonly Option<string?> _tenant = new("--tenant") { Description = "Calls of this tenant.", HelpName = "NAME" };
        private readonly Option<BudgetPeriod> _period = new("--per") { Description = "The period, by the calendar of UTC: day or month.", DefaultValueFactory = _ => BudgetPeriod.Month, HelpName = "PERIOD" };

        public IEnumerable<Option> All => [_project, _key, _tenant, _period];

        public Outcome<BudgetName> Read(ParseResult parsed)
        {
            (BudgetScope Scope, string? Name)[] given =
                [(BudgetScope.Project, parsed.GetValue(_project)), (BudgetScope.Key, parsed.GetValue(_key)), (BudgetScope.Tenant, parsed.GetValue(_tenant))];
            return given.Where(each => each.Name is not null).ToList() is [var (scope, name)]
                ? new BudgetName(scope, name!, parsed.GetValue(_period))
                : Fault.BadInput("budget-name", "Say whose budget: one of --project, --key and --tenant.");
        }
    }
}
