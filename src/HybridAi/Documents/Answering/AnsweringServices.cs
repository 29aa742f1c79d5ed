using HybridAi.Documents.Ingestion;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Documents.Answering;

/// <summary>Answering questions from documents.</summary>
internal static class AnsweringServices
{
    /// <summary>Adds the stage, the family and its members.</summary>
    public static IServiceCollection AddAnswering(this IServiceCollection services) => services
        .AddSingleton(_ => EvidenceModelFile.ReadShipped())
        .AddSingleton<InstructionScore>(_ => text => InstructionRules.Score(text).Score)
        .AddSingleton<ExtractiveAnswerer>()
        .AddSingleton<IAnswererMember>(provider => provider.GetRequiredService<ExtractiveAnswerer>())
        .AddSingleton<IAnswererMember, ChatAnswererMember>()
        .AddSingleton<AnswererFamily>()
        .AddSingleton<AnswerStage>()
        .AddSingleton<AnswerEvaluation>()
        .AddSingleton<InjectionEvaluation>()
        .AddSingleton<AnswerCorpusFolder>();
}
