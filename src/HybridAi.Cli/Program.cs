using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Cli.Verbs;

// The verbs stand in the order in which data goes through the product.
var root = new RootCommand("HybridAi turns an LLM budget into cheap, fast, trustworthy predictions.")
{
    DemoVerb.Create(),
    ProjectVerb.Create(),
    IngestVerb.Create(),
    LabelVerb.Create(),
    ReviewVerb.Create(),
    AggregateVerb.Create(),
    DatasetVerb.Create(),
    ExportVerb.Create(),
    ImportVerb.Create(),
    TrainVerb.Create(),
    ModelsVerb.Create(),
    PromptsVerb.Create(),
    RouteVerb.Create(),
    PredictVerb.Create(),
    BatchVerb.Create(),
    AskVerb.Create(),
    DocumentsVerb.Create(),
    ReportVerb.Create(),
    BudgetVerb.Create(),
    CacheVerb.Create(),
    EvaluateVerb.Create(),
    SimulateVerb.Create(),
    UsersVerb.Create(),
    KeysVerb.Create(),
    AuditVerb.Create(),
    WebhooksVerb.Create(),
    ServeVerb.Create(),
    McpVerb.Create(),
    CommonOptions.DataDirectory,
    CommonOptions.Settings,
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
