using HybridAi.Curate.Datasets;
using HybridAi.Learn.Evaluation;
using HybridAi.Serve.Reporting;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Demo;

/// <summary>What the demo found, stage by stage; <c>--json</c> writes it.</summary>
internal sealed record DemoFigures(
    string Project,
    DemoIngestion Ingestion,
    IReadOnlyList<DemoLabels> Labels,
    DemoReview Review,
    DatasetManifest Dataset,
    DemoModel Model,
    DemoRoute Route,
    DemoServing Serving,
    DemoDocuments Documents,
    double ElapsedSeconds);

/// <summary>What came in.</summary>
internal sealed record DemoIngestion(long Rows, long Records, long Rejected, long Duplicates);

/// <summary>A labeller's proposals against gold, over all records: one without a label is wrong. The cost is as recorded.</summary>
internal sealed record DemoLabels(string Labeller, long Labelled, long Failed, double Accuracy, double MeanConfidence, decimal CostUsd);

/// <summary>What the simulated reviewer, who answers with the gold label, looked at.</summary>
internal sealed record DemoReview(int HeldOut, int Doubtful, int Corrected);

/// <summary>The model and the contenders on the reviewed test rows, the model first.</summary>
internal sealed record DemoModel(string Hash, string Stage, int TrainRows, double TrainSeconds, long Bytes, GateDecision Gate, IReadOnlyList<ModelReport> Reports);

/// <summary>The route and the evidence for it.</summary>
internal sealed record DemoRoute(string Hash, string Summary, RouteEvidence Evidence);

/// <summary>The test records along the live route, beside the reference on the same records, with cost and latency of these predictions.</summary>
internal sealed record DemoServing(int Predictions, double Accuracy, double ReferenceAccuracy, CostReport Report);

/// <summary>The help centre and what it answers.</summary>
internal sealed record DemoDocuments(int Documents, int Passages, IReadOnlyList<DemoAnswer> Answers);

/// <summary>A question, the answer or why there is none, and what it rests on.</summary>
internal sealed record DemoAnswer(string Question, string Text, bool Refused, IReadOnlyList<DemoSource> Sources);

/// <summary>A cited span.</summary>
internal sealed record DemoSource(string Title, string Quote);
