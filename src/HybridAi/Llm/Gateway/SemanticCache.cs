using System.Globalization;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What a look among the kept questions found.</summary>
/// <param name="Question">The call, taken apart.</param>
/// <param name="Vector">Its text's vector.</param>
/// <param name="CostUsd">What the vector cost; null where unknown.</param>
/// <param name="Answer">The answer of the nearest kept question; null where none is near enough.</param>
/// <param name="Similarity">How near that one is.</param>
/// <param name="IsAudited">Whether the model is to be asked all the same.</param>
internal sealed record SemanticLook(SemanticQuestion Question, float[] Vector, decimal? CostUsd, CachedAnswer? Answer, double Similarity, bool IsAudited);

/// <summary>Finds kept answers of similar questions, in projects whose threshold is in force, and keeps new ones.</summary>
internal sealed class SemanticCache(
    SemanticOptions options, Func<Outcome<SemanticEmbedder>> open, SemanticCalibrationStore calibrations, SemanticQuestionStore questions, CacheStore answers)
{
    private readonly Lazy<Outcome<SemanticEmbedder>> _embedder = new(open);
    private readonly SemanticIndex _index = new(options.MaxQuestions);

    /// <summary>Looks for a kept question that is near enough; null where the call, or its project, is none of the semantic cache's.</summary>
    /// <exception cref="ModelCallException">The embedding model could not be called.</exception>
    public async Task<SemanticLook?> LookAsync(
        string alias, ModelOptions model, IReadOnlyCollection<ChatMessage> messages, ChatOptions? chat, CancellationToken cancellation)
    {
        if (answers.KeyOf(alias, model, messages, chat) is not { } key || !_embedder.Value.Succeeded(out var embedder, out _)) return null;
        if (SemanticQuestion.Of(key, alias, model, messages, chat, embedder.Version) is not { } question) return null;
        var call = CallContext.Of(chat);
        if (await calibrations.FindAsync(call.Project, cancellation) is not { } calibration || calibration.Idle(options, embedder.Version) is not null) return null;
        var made = await embedder.EmbedAsync([question.Text], call, cancellation);
        var look = new SemanticLook(question, made.Vectors[0], made.CostUsd, null, 0, false);

        _index.Add(question.Scope, await questions.NewAsync(question.Scope, _index.LastOf(question.Scope), cancellation));
        if (_index.Nearest(question.Scope, look.Vector) is not { } nearest || nearest.Similarity < calibration.Evidence.Threshold) return look;
        if (await answers.FindAsync(nearest.Key, cancellation) is { } answer)
            return look with { Answer = answer, Similarity = nearest.Similarity, IsAudited = IsAudited(key) };
        _index.Remove(question.Scope, nearest.Key);
        return look;
    }

    /// <summary>Keeps the question of an answer that the exact cache is about to keep, and writes down what an audit showed.</summary>
    public async Task LearnAsync(SemanticLook look, string alias, ChatResponse response, ChatOptions? chat)
    {
        // Not the caller's token: what was answered was paid for.
        if (CachedAnswer.Of(alias, response, chat) is not { } answer || answer.Text.Length > answers.Options.MaxAnswerCharacters) return;
        if (look.Answer is { } kept)
            await calibrations.AuditAsync(
                CallContext.Of(chat).Project, look.Similarity, SemanticAgreement.Same(chat, kept.Text, answer.Text), CancellationToken.None);
        await questions.SaveAsync(look.Question, look.Vector, CancellationToken.None);
    }

    // By the question itself, so that the same calls are audited whatever their order.
    private bool IsAudited(string key)
    {
        var drawn = ContentHash.Of(options.Seed.ToString(CultureInfo.InvariantCulture), key)[..8];
        return uint.Parse(drawn, NumberStyles.HexNumber, CultureInfo.InvariantCulture) < options.AuditShare * uint.MaxValue;
    }
}
