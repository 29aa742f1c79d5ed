using System.ComponentModel.DataAnnotations;
using HybridAi.Curate.Ingestion;
using HybridAi.Documents.Answering;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Jobs;
using HybridAi.Jobs.Webhooks;
using HybridAi.Llm;
using HybridAi.Serve.Chat;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Succession;
using HybridAi.Storage;
using Microsoft.Extensions.Options;

namespace HybridAi;

/// <summary>All settings, bound from the section <c>HybridAi</c> and checked at start.</summary>
public sealed class HybridAiOptions
{
    /// <summary>The section's name in appsettings.json.</summary>
    public const string Section = "HybridAi";

    /// <summary>Where the embedded database, the artefacts and the reject files stand.</summary>
    [Required]
    public string DataDirectory { get; set; } = "./.hybridai";

    /// <summary>Where the state is kept.</summary>
    [ValidateObjectMembers]
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>The bounds of one ingestion.</summary>
    [ValidateObjectMembers]
    public IngestionOptions Ingestion { get; set; } = new();

    /// <summary>The models that may be called, by alias.</summary>
    [ValidateObjectMembers]
    public LlmOptions Llm { get; set; } = new();

    /// <summary>How passages of documents are found.</summary>
    [ValidateObjectMembers]
    public RetrievalOptions Retrieval { get; set; } = new();

    /// <summary>How documents are taken in, and the bounds of it.</summary>
    [ValidateObjectMembers]
    public DocumentOptions Documents { get; set; } = new();

    /// <summary>How passages are read for what answers a question.</summary>
    [ValidateObjectMembers]
    public AnsweringOptions Answering { get; set; } = new();

    /// <summary>The bounds of one prediction request.</summary>
    [ValidateObjectMembers]
    public PredictionOptions Prediction { get; set; } = new();

    /// <summary>What is written of each decision, and what share of them is audited.</summary>
    [ValidateObjectMembers]
    public DecisionOptions Decisions { get; set; } = new();

    /// <summary>Who answers questions to documents.</summary>
    [ValidateObjectMembers]
    public ChatOptions Chat { get; set; } = new();

    /// <summary>How often routes that follow one another are looked after.</summary>
    [ValidateObjectMembers]
    public SuccessionOptions Succession { get; set; } = new();

    /// <summary>How served traffic is watched.</summary>
    [ValidateObjectMembers]
    public MonitoringOptions Monitoring { get; set; } = new();

    /// <summary>How long work is run.</summary>
    [ValidateObjectMembers]
    public JobOptions Jobs { get; set; } = new();

    /// <summary>How other systems are told of what happens.</summary>
    [ValidateObjectMembers]
    public WebhookOptions Webhooks { get; set; } = new();
}
