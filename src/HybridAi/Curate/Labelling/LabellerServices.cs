using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Curate.Labelling;

/// <summary>The labellers that come with the product.</summary>
public static class LabellerServices
{
    /// <summary>Adds the family and its members; it needs what <c>AddLlm</c> adds. Another member is one more <see cref="ILabellerMember"/>.</summary>
    public static IServiceCollection AddLabellers(this IServiceCollection services) => services
        .AddSingleton<ILabellerMember, LexicalLabellerMember>()
        .AddSingleton<ILabellerMember, ChatLabellerLlmMember>()
        .AddSingleton<ILabellerMember, ChatLabellerRecordedMember>()
        .AddSingleton<ChatLabellerMaker>()
        .AddSingleton<LabellerFamily>();
}
