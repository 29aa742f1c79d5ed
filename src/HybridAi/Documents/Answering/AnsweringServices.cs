using HybridAi.Documents.Ingestion;
using HybridAi.Llm.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Answering;

/// <summary>Answering questions from documents.</summary>
internal static class AnsweringServices
{
    /// <summary>Adds the stage, the family and its members.</summary>
    public static IServiceCollection AddAnswering(this IServiceCollection services) => services
        .AddSingleton(provider => new RememberedTexts(provider.GetRequiredService<LocalEncoder>().Encode, Settings(provider).EncoderMegabytes))
        .AddSingleton(provider => EvidenceReader.Shipped(
            provider.GetRequiredService<LocalEncoder>(), provider.GetRequiredService<RememberedTexts>(), Settings(provider).Encoder, provider.GetRequiredService<ILogger<EvidenceReader>>()))
        .AddSingleton<InstructionScore>(_ => text => InstructionRules.Score(text).Score)
        .AddSingleton<ExtractiveAnswerer>()
        .AddSingleton<IAnswererMember>(provider => provider.GetRequiredService<ExtractiveAnswerer>())
        .AddSingleton<IAnswererMember, ChatAnswererMember>()
        .AddSingleton<AnswererFamily>()
        .AddSingleton<AnswerStage>()
        .AddSingleton<AnswerEvaluation>()
        .AddSingleton<InjectionEvaluation>()
        .AddSingleton<AnswerCorpusFolder>();

    private static AnsweringOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.Answering;
}
